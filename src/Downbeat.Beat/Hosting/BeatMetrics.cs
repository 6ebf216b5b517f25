using System.Diagnostics.Metrics;
using Downbeat.Diagnostics;
using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Hosting;

internal static class BeatMetrics
{
    private static readonly Counter<long> Ticks =
        Telemetry.Meter.CreateCounter<long>("downbeat.beat.ticks", "{tick}", "Looks at the store, those that find nothing due included.");

    private static readonly Counter<long> Fires =
        Telemetry.Meter.CreateCounter<long>("downbeat.beat.fires", "{fire}", "Occurrences and what became of them, by outcome.");

    private static readonly Counter<long> Quarantined =
        Telemetry.Meter.CreateCounter<long>("downbeat.beat.quarantined", "{periodic_task}", "Periodic tasks that could not be computed or sent.");

    private static readonly Histogram<double> Lateness = Telemetry.Meter.CreateHistogram(
        "downbeat.beat.lateness",
        "s",
        "How long after its due time an occurrence was fired.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = [0.001, 0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 3600] });

    private static readonly Histogram<double> TickDuration =
        Telemetry.Meter.CreateHistogram<double>("downbeat.beat.tick.duration", "s", "How long a tick takes that finds something due.");

    private static readonly Gauge<long> Outbox =
        Telemetry.Meter.CreateGauge<long>("downbeat.beat.outbox", "{fire}", "Fires that wait to be sent; 10,000 stands for more.");

    public static void Ticked(TickReport report, TimeSpan elapsed)
    {
        Ticks.Add(1);
        if (report.Claimed == 0)
        {
            return;
        }

        TickDuration.Record(elapsed.TotalSeconds);
        Settled(FireOutcome.Published, report.Published);
        Settled(FireOutcome.Skipped, report.Skipped);
        if (report.Quarantined.Count > 0)
        {
            Quarantined.Add(report.Quarantined.Count);
        }

        if (Lateness.Enabled)
        {
            foreach (TimeSpan late in report.Lateness)
            {
                Lateness.Record(late.TotalSeconds);
            }
        }
    }

    public static void Settled(FireOutcome outcome, long count)
    {
        if (count > 0)
        {
            Fires.Add(count, new KeyValuePair<string, object?>(TagNames.Outcome, Word(outcome)));
        }
    }

    public static void Saw(OutboxState outbox) => Outbox.Record(outbox.Pending);

    private static string Word(FireOutcome outcome) => outcome switch
    {
        FireOutcome.Published => "published",
        FireOutcome.Skipped => "skipped",
        FireOutcome.Expired => "expired",
        FireOutcome.Failed => "failed",
        _ => "pending",
    };
}
