using System.Globalization;
using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.ScheduleStores.InMemory;

internal sealed class MemoryFires(MemoryDatabase database) : IFires
{
    private const int MostCounted = 10_000;

    private static readonly Comparer<Fire> ByOccurrence = Comparer<Fire>.Create(static (a, b) =>
        a.Nominal != b.Nominal ? a.Nominal.CompareTo(b.Nominal) : a.Key.CompareTo(b.Key));

    public ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Change(database.Schedule, () =>
        {
            MemoryFire row = database.FireRows.Add(fire)
                ?? throw new InvalidValueException("fire", fire.TaskId, "one whose occurrence has no fire yet");
            return MemoryFireClaims.Claim(database, [row], lease);
        }));
    }

    public ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => MemoryFireClaims.ClaimOldest(database, max, lease)));
    }

    public ValueTask SettleAsync(FireClaim claim, IReadOnlyList<FireSettlement> settlements, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Read(() =>
        {
            foreach (FireSettlement settlement in settlements)
            {
                MemoryFireClaims.Settle(database, claim, settlement);
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<UnfinishedRun>> FindUnfinishedAsync(int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        DateTimeOffset now = database.Now;
        return new(database.Read<IReadOnlyList<UnfinishedRun>>(() =>
        [
            .. database.FireRows.All
                .Where(row => row.LookAgainAt <= now)
                .OrderBy(row => row.LookAgainAt)
                .Take(max)
                .Select(row => row.Fire)
                .Select(fire => new UnfinishedRun(
                    fire.Key, fire.TaskId, fire.PublishedAt ?? fire.FiredAt, fire.RunState, fire.GiveUpAt ?? DateTimeOffset.MinValue)),
        ]));
    }

    public ValueTask CopyRunsAsync(IReadOnlyList<RunCopy> runs, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Read(() =>
        {
            foreach (RunCopy run in runs)
            {
                Copy(run);
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<Page<Fire>> QueryAsync(FireQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        (DateTimeOffset nominal, long key) = ReadAfter(query.Page.After);
        List<Fire> found = database.Read(() => query.PeriodicTaskId is { } id
            ? Take(database.FireRows.All.Select(row => row.Fire).Where(fire => fire.PeriodicTaskId == id).OrderDescending(ByOccurrence)
                .Where(fire => fire.Nominal < nominal || (fire.Nominal == nominal && fire.Key < key)), query)
            : Take(database.FireRows.All.Select(row => row.Fire).Reverse().Where(fire => fire.Key < key), query));
        return new(found.Count <= query.Page.Take
            ? new Page<Fire>(found, null)
            : new Page<Fire>(found[..query.Page.Take], After(found[query.Page.Take - 1])));
    }

    public ValueTask<OutboxState> GetOutboxAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => new OutboxState(
            Math.Min(database.FireRows.PendingCount, MostCounted), database.FireRows.Pending.FirstOrDefault()?.Fire.FiredAt)));
    }

    private void Copy(RunCopy run)
    {
        MemoryFire? row = run.Key == 0
            ? database.FireRows.All.FirstOrDefault(fire => fire.LookAgainAt is not null && fire.Fire.TaskId == run.TaskId)
            : database.FireRows.Get(run.Key);
        if (row?.Fire.TaskId != run.TaskId)
        {
            return;
        }

        row!.LookAgainAt = run.LookAgainAt;
        row.Fire = row.Fire with
        {
            RunState = run.State ?? row.Fire.RunState,
            RunStartedAt = run.StartedAt ?? row.Fire.RunStartedAt,
            RunDoneAt = run.DoneAt ?? row.Fire.RunDoneAt,
        };
        if (database.TaskRows.Get(row.Fire.PeriodicTaskId) is { } task && task.LastTaskId == run.TaskId)
        {
            database.TaskRows.Put(task with
            {
                LastOutcome = row.Fire.RunState,
                BusyUntil = run.LookAgainAt is null ? null : task.BusyUntil < run.BlocksUntil ? run.BlocksUntil : task.BusyUntil,
            });
        }
    }

    private static List<Fire> Take(IEnumerable<Fire> fires, FireQuery query)
    {
        return fires.Where(fire => query.Outcome is null || fire.Outcome == query.Outcome).Take(query.Page.Take + 1).ToList();
    }

    private static string After(Fire last)
    {
        return string.Create(CultureInfo.InvariantCulture, $"{last.Nominal.ToMicroseconds()}_{last.Key}");
    }

    private static (DateTimeOffset Nominal, long Key) ReadAfter(string? after)
    {
        if (after is null)
        {
            return (DateTimeOffset.MaxValue, long.MaxValue);
        }

        return after.Split('_') is [var nominal, var key]
            && long.TryParse(nominal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long at)
            && long.TryParse(key, NumberStyles.None, CultureInfo.InvariantCulture, out long last)
            ? (Instants.FromMicroseconds(at), last)
            : throw new InvalidValueException("after", after, "what the page before gave as its next");
    }
}
