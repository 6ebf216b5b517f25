using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.AspNetCore.Operations.Results;
using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Overview;

/// <summary>Finds out how things stand. What is away does not keep the rest from being shown.</summary>
internal sealed class OverviewReader : IDisposable
{
    private const int NextShown = 8;
    private const int FailuresShown = 6;
    private static readonly TimeSpan Keep = TimeSpan.FromSeconds(2);
    private readonly PeriodicTaskOperations _periodic;
    private readonly ResultOperations _results;
    private readonly QueueOperations _queues;
    private readonly FleetOperations _fleet;
    private readonly CleanupOperations _cleanups;
    private readonly IScheduleStore _store;
    private readonly TimeProvider _time;
    private readonly Snapshots<OverviewSnapshot> _snapshots;

    public OverviewReader(
        PeriodicTaskOperations periodic,
        ResultOperations results,
        QueueOperations queues,
        FleetOperations fleet,
        CleanupOperations cleanups,
        IScheduleStore store,
        TimeProvider time)
    {
        _periodic = periodic;
        _results = results;
        _queues = queues;
        _fleet = fleet;
        _cleanups = cleanups;
        _store = store;
        _time = time;
        _snapshots = new Snapshots<OverviewSnapshot>(LoadAsync, Keep, time);
    }

    public Task<OverviewSnapshot> ReadAsync(CancellationToken cancellationToken) => _snapshots.GetAsync(cancellationToken);

    public void Dispose() => _snapshots.Dispose();

    private async Task<OverviewSnapshot> LoadAsync(CancellationToken cancellationToken)
    {
        var away = new List<string>();
        DateTimeOffset now = _time.GetUtcNow();
        return new OverviewSnapshot
        {
            At = now,
            Next = await TryAsync(away, () => PeriodicAsync(new PeriodicTaskQuery { Order = PeriodicTaskOrder.NextRun, Page = new PageRequest { Take = NextShown } })).ConfigureAwait(false),
            Quarantined = await TryAsync(away, () => PeriodicAsync(new PeriodicTaskQuery { Quarantined = true, Page = new PageRequest { Take = 3 } })).ConfigureAwait(false),
            CleanupTask = await TryAsync(away, () => _periodic.FindAsync("celery.backend_cleanup", cancellationToken)).ConfigureAwait(false),
            Outbox = await TryAsync(away, () => _store.Fires.GetOutboxAsync(cancellationToken).AsTask()).ConfigureAwait(false),
            Beats = await TryAsync(away, () => _fleet.BeatsAsync(cancellationToken)).ConfigureAwait(false),
            Failures = await TryAsync(away, () => ResultsAsync(TaskState.Failure, FailuresShown)).ConfigureAwait(false),
            Activity = await TryAsync(away, async () => Activity.Of(await ResultsAsync(state: null, Activity.MostLooked).ConfigureAwait(false), now)).ConfigureAwait(false),
            Queues = await TryAsync(away, () => _queues.ListAsync(cancellationToken)).ConfigureAwait(false),
            Workers = await TryAsync(away, () => _fleet.WorkersAsync(cancellationToken)).ConfigureAwait(false),
            Sizes = await TryAsync(away, () => _cleanups.SizesAsync(cancellationToken)).ConfigureAwait(false),
            Cleanups = await TryAsync(away, () => _cleanups.RunsAsync(10, cancellationToken)).ConfigureAwait(false),
            Away = [.. away.Distinct(StringComparer.Ordinal)],
        };

        async Task<IReadOnlyList<PeriodicTaskEntry>> PeriodicAsync(PeriodicTaskQuery query)
        {
            return (await _periodic.ListAsync(query, cancellationToken).ConfigureAwait(false)).Items;
        }

        async Task<IReadOnlyList<TaskResult>> ResultsAsync(TaskState? state, int take)
        {
            var filter = new ResultFilter { State = state, Page = new PageRequest { Take = take } };
            return (await _results.ListAsync(filter, cancellationToken).ConfigureAwait(false)).Items;
        }
    }

    private static async Task<T?> TryAsync<T>(List<string> away, Func<Task<T>> read)
    {
        try
        {
            return await read().ConfigureAwait(false);
        }
        catch (DownbeatException exception)
        {
            away.Add(Masking.Text(exception.Message));
            return default;
        }
    }
}
