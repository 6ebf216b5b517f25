using System.Diagnostics;
using System.Diagnostics.Metrics;
using Downbeat.Diagnostics;

namespace Downbeat.Worker.Execution;

/// <summary>The worker's instruments. Measuring costs nothing while nobody listens.</summary>
internal static class WorkerMetrics
{
    private static readonly Counter<long> Processed =
        Telemetry.Meter.CreateCounter<long>("downbeat.tasks.processed", "{task}", "Runs that ended, by task, state and queue.");

    private static readonly Counter<long> Retried =
        Telemetry.Meter.CreateCounter<long>("downbeat.tasks.retried", "{task}", "Retries asked for, by task and queue.");

    private static readonly Counter<long> DeadLettered =
        Telemetry.Meter.CreateCounter<long>("downbeat.tasks.dead_lettered", "{message}", "Messages put with the dead letters, by task and queue.");

    private static readonly UpDownCounter<long> Running =
        Telemetry.Meter.CreateUpDownCounter<long>("downbeat.tasks.running", "{task}", "Runs under way in this process.");

    private static readonly UpDownCounter<long> Prefetched =
        Telemetry.Meter.CreateUpDownCounter<long>("downbeat.tasks.prefetched", "{message}", "Messages this process holds and has not started.");

    private static readonly UpDownCounter<long> Abandoned =
        Telemetry.Meter.CreateUpDownCounter<long>("downbeat.tasks.abandoned", "{task}", "Runs that were ended from outside and whose code has not returned.");

    private static readonly Histogram<double> QueueWait =
        Telemetry.Meter.CreateHistogram<double>("downbeat.queue.wait", "s", "From the time a message could be delivered to the start of its run.");

    private static readonly Histogram<double> Duration =
        Telemetry.Meter.CreateHistogram<double>("messaging.process.duration", "s", "How long runs take.");

    public static void CountPrefetched(int change) => Prefetched.Add(change);

    public static void CountAbandoned(int change) => Abandoned.Add(change);

    public static void Begin(Run run)
    {
        Running.Add(1);
        if (QueueWait.Enabled && run.Delivery.EnqueuedAt is { } since && run.StartedAt is { } started)
        {
            DateTimeOffset ready = run.Headers.Eta > since ? run.Headers.Eta.Value : since;
            QueueWait.Record(Math.Max(0, (started - ready).TotalSeconds), Tags(run));
        }
    }

    /// <param name="run">A run that was begun.</param>
    /// <param name="system">The broker's technology.</param>
    /// <param name="elapsed">How long it took.</param>
    public static void End(Run run, string system, TimeSpan elapsed)
    {
        Running.Add(-1);
        if (Duration.Enabled)
        {
            TagList tags = Tags(run);
            tags.Add(TagNames.System, system);
            tags.Add(TagNames.Operation, "process");
            Duration.Record(elapsed.TotalSeconds, tags);
        }
    }

    public static void CountOutcome(Run run, Outcome outcome)
    {
        if (outcome.State is { } state && Processed.Enabled)
        {
            TagList tags = Tags(run);
            tags.Add(TagNames.State, state.Name);
            Processed.Add(1, tags);
        }

        if (outcome.Settlement.Successor is not null && Retried.Enabled)
        {
            Retried.Add(1, Tags(run));
        }

        if (outcome.Settlement.Kind == Brokers.SettlementKind.DeadLetter && DeadLettered.Enabled)
        {
            DeadLettered.Add(1, Tags(run));
        }
    }

    // The names of unknown tasks come from outside: each would make a series of its own.
    private static TagList Tags(Run run)
    {
        return new TagList
        {
            { TagNames.Task, run.Definition is null ? "unknown" : run.Headers.Task },
            { TagNames.Queue, run.Delivery.Queue },
        };
    }
}
