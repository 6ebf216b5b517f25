using System.Diagnostics.Metrics;
using Downbeat.Diagnostics;

namespace Downbeat.Retention;

internal static class CleanupMetrics
{
    public static readonly Counter<long> Deleted =
        Telemetry.Meter.CreateCounter<long>("downbeat.cleanup.deleted", "{row}", "Rows the cleanup has deleted, by kind of rows.");

    public static readonly Histogram<double> BatchDuration =
        Telemetry.Meter.CreateHistogram<double>("downbeat.cleanup.batch.duration", "s", "How long one batch of the cleanup takes.");
}
