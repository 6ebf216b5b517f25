using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>The workers and beats.</summary>
internal sealed class FleetOperations(IBroker broker, IScheduleStore store, TimeProvider time)
{
    /// <summary>A beat that has not told of itself for so long is not taken for alive.</summary>
    public static readonly TimeSpan BeatPatience = TimeSpan.FromSeconds(30);

    public async Task<IReadOnlyList<WorkerInfo>> WorkersAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkerInfo> workers = await broker.Workers.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. workers.OrderByDescending(worker => worker.IsAlive).ThenBy(worker => worker.Name, StringComparer.Ordinal)];
    }

    public async Task<IReadOnlyList<BeatInfo>> BeatsAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<NodeReport> beats = await store.Nodes.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. beats.Select(beat => new BeatInfo(beat, now - beat.SeenAt < BeatPatience)).OrderByDescending(beat => beat.IsAlive)];
    }
}
