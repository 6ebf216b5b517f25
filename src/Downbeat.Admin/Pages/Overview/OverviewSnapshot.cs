using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Overview;

/// <summary>How things stand. Read once for everybody who looks within a few seconds; what could not be read is null.</summary>
internal sealed record OverviewSnapshot
{
    public required DateTimeOffset At { get; init; }

    public IReadOnlyList<PeriodicTaskEntry>? Next { get; init; }

    public IReadOnlyList<PeriodicTaskEntry>? Quarantined { get; init; }

    public IReadOnlyList<TaskResult>? Failures { get; init; }

    public Activity? Activity { get; init; }

    public IReadOnlyList<QueueInfo>? Queues { get; init; }

    public IReadOnlyList<WorkerInfo>? Workers { get; init; }

    public IReadOnlyList<BeatInfo>? Beats { get; init; }

    public OutboxState? Outbox { get; init; }

    public IReadOnlyList<(string Database, long Bytes)>? Sizes { get; init; }

    public IReadOnlyList<CleanupRecord>? Cleanups { get; init; }

    public PeriodicTaskEntry? CleanupTask { get; init; }

    /// <summary>What is away, and why.</summary>
    public IReadOnlyList<string> Away { get; init; } = [];

    public long Waiting => Queues?.Sum(queue => queue.Ready) ?? 0;

    public long DeadLetters => Queues?.Sum(queue => queue.DeadLetters) ?? 0;
}
