using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.Brokers;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>
/// How everything is doing, at a cost that does not grow with how much there is. A part that is away does not take the others with it: whoever looks
/// here looks because something is wrong.
/// </summary>
internal sealed class OverviewOperations(
    PeriodicTaskOperations periodic,
    IScheduleStore store,
    IResultBackend backend,
    QueueOperations queues,
    FleetOperations fleet,
    CleanupOperations cleanups,
    TimeProvider time)
{
    private const int Shown = 10;
    private const int Looked = 1000;
    private const int Quarantined = 20;

    public async Task<Overview> ShowAsync(CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var away = new List<Warning>();
        Page<PeriodicTaskEntry> next = await TryAsync("schedule store", NextAsync, Page<PeriodicTaskEntry>.Empty).ConfigureAwait(false);
        Page<PeriodicTaskEntry> quarantined = await TryAsync("schedule store", QuarantinedAsync, Page<PeriodicTaskEntry>.Empty).ConfigureAwait(false);
        OutboxState? outbox = await TryAsync<OutboxState?>(
            "schedule store", async () => await store.Fires.GetOutboxAsync(cancellationToken).ConfigureAwait(false), null).ConfigureAwait(false);
        IReadOnlyList<BeatInfo> beats = await TryAsync("schedule store", () => fleet.BeatsAsync(cancellationToken), []).ConfigureAwait(false);
        Page<TaskResult> failures = await TryAsync("result backend", () => ResultsAsync(TaskState.Failure, Shown), Page<TaskResult>.Empty).ConfigureAwait(false);
        Page<TaskResult> recent = await TryAsync("result backend", () => ResultsAsync(state: null, Looked), Page<TaskResult>.Empty).ConfigureAwait(false);
        IReadOnlyList<QueueInfo> all = await TryAsync("broker", () => queues.ListAsync(cancellationToken), []).ConfigureAwait(false);
        IReadOnlyList<WorkerInfo> workers = await TryAsync("broker", () => fleet.WorkersAsync(cancellationToken), []).ConfigureAwait(false);
        IReadOnlyList<(string Database, long Bytes)> sizes = await TryAsync("databases", () => cleanups.SizesAsync(cancellationToken), []).ConfigureAwait(false);
        IReadOnlyList<CleanupRecord> runs = await TryAsync("databases", () => cleanups.RunsAsync(Shown, cancellationToken), []).ConfigureAwait(false);
        PeriodicTaskEntry? cleanup = await TryAsync("schedule store", () => periodic.FindAsync(Warnings.CleanupTask, cancellationToken), null).ConfigureAwait(false);
        var overview = new Overview
        {
            At = now,
            Next = next.Items,
            Failures = failures.Items,
            Recent = new RecentRuns(
                recent.Items.Count,
                recent.Next is null,
                RunStatistics.Of(recent.Items, recent.Next is null, now, TimeSpan.FromHours(1)),
                RunStatistics.Of(recent.Items, recent.Next is null, now, TimeSpan.FromDays(1))),
            Queues = all,
            Workers = workers,
            Beats = beats,
            Databases = sizes,
            Cleanups = runs,
            Outbox = outbox,
            Warnings = [],
        };
        return overview with
        {
            Warnings = away.Count > 0 ? [.. away.DistinctBy(warning => warning.Text, StringComparer.Ordinal)] : [.. Warnings.Of(overview, quarantined.Items, cleanup, cleanups.Policy)],
        };

        Task<Page<PeriodicTaskEntry>> NextAsync()
        {
            var soonest = new PeriodicTaskQuery { Order = PeriodicTaskOrder.NextRun, Page = new PageRequest { Take = Shown } };
            return periodic.ListAsync(soonest, cancellationToken);
        }

        Task<Page<PeriodicTaskEntry>> QuarantinedAsync()
        {
            return periodic.ListAsync(new PeriodicTaskQuery { Quarantined = true, Page = new PageRequest { Take = Quarantined } }, cancellationToken);
        }

        Task<Page<TaskResult>> ResultsAsync(TaskState? state, int take)
        {
            return backend.QueryAsync(new TaskResultQuery { State = state, Page = new PageRequest { Take = take } }, cancellationToken).AsTask();
        }

        async Task<T> TryAsync<T>(string what, Func<Task<T>> read, T otherwise)
        {
            try
            {
                return await read().ConfigureAwait(false);
            }
            catch (DownbeatException exception)
            {
                away.Add(new Warning("away", $"The {what} cannot be read: {Masking.Text(exception.Message)}", "Bring it back; this page recovers by itself."));
                return otherwise;
            }
        }
    }
}
