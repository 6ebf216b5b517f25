using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>How everything is doing. What cannot be read right now is empty, and there is a warning that says so.</summary>
internal sealed record Overview
{
    public required DateTimeOffset At { get; init; }

    /// <summary>What fires next, the soonest first.</summary>
    public required IReadOnlyList<PeriodicTaskEntry> Next { get; init; }

    /// <summary>What failed last, newest first.</summary>
    public required IReadOnlyList<TaskResult> Failures { get; init; }

    /// <summary>The newest results, newest first: at most 1,000. Rates and durations are estimates from these.</summary>
    public required RecentRuns Recent { get; init; }

    public required IReadOnlyList<QueueInfo> Queues { get; init; }

    public required IReadOnlyList<WorkerInfo> Workers { get; init; }

    public required IReadOnlyList<BeatInfo> Beats { get; init; }

    public required IReadOnlyList<(string Database, long Bytes)> Databases { get; init; }

    /// <summary>The last cleanups, newest first.</summary>
    public required IReadOnlyList<CleanupRecord> Cleanups { get; init; }

    /// <summary>How many fires wait to be published.</summary>
    public required OutboxState? Outbox { get; init; }

    public required IReadOnlyList<Warning> Warnings { get; init; }
}
