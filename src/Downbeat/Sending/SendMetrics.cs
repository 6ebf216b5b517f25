using System.Diagnostics.Metrics;
using Downbeat.Diagnostics;

namespace Downbeat.Sending;

internal static class SendMetrics
{
    public static readonly Counter<long> Sent =
        Telemetry.Meter.CreateCounter<long>("downbeat.tasks.sent", "{task}", "Tasks this process has sent.");
}
