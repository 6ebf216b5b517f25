using Downbeat.Hosting.InMemory;

namespace Downbeat.ScheduleStores.InMemory;

/// <summary>Claims pending fires and settles them, under the memory's lock.</summary>
internal static class MemoryFireClaims
{
    private const int MostCaughtUpWith = 1000;
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorthProlonging = TimeSpan.FromSeconds(1);

    // No relay claims for longer: a claim that seems to was made before the clock was set back.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(10);

    public static FireClaim ClaimOldest(MemoryDatabase database, int max, TimeSpan lease)
    {
        DateTimeOffset now = database.Now;
        MemoryFire[] rows = [.. database.FireRows.Pending.Where(row => !IsClaimed(row, now)).Take(max)];
        foreach (MemoryFire row in rows)
        {
            row.Fire = row.Fire with { SupersededDue = SupersededDue(database, row.Fire) };
        }

        FireClaim claim = Claim(database, rows, lease);
        foreach (MemoryFire row in rows)
        {
            row.Fire = row.Fire with { SupersededDue = null };
        }

        return claim;
    }

    public static FireClaim Claim(MemoryDatabase database, IReadOnlyList<MemoryFire> rows, TimeSpan lease)
    {
        DateTimeOffset now = database.Now;
        Guid token = rows.Count == 0 ? Guid.Empty : Guid.NewGuid();
        foreach (MemoryFire row in rows)
        {
            row.Claim = token;
            row.ClaimedUntil = now + lease;
            row.Fire = row.Fire with { Attempts = row.Fire.Attempts + 1 };
        }

        return new FireClaim(token, now, [.. rows.Select(row => row.Fire)]);
    }

    public static void Settle(MemoryDatabase database, FireClaim claim, FireSettlement settlement)
    {
        if (database.FireRows.Get(settlement.Key) is not { IsPending: true } row || row.Claim != claim.Token)
        {
            return;
        }

        DateTimeOffset now = database.Now;
        bool isPublished = settlement.Outcome == FireOutcome.Published;
        bool isPending = settlement.Outcome == FireOutcome.Pending;
        Fire fire = row.Fire;
        TimeSpan waited = now - fire.FiredAt;
        row.Claim = null;
        row.ClaimedUntil = isPending ? now + RetryAfter : null;
        row.LookAgainAt = isPublished && fire.GiveUpAt is not null ? now + MemoryFireTable.FirstLook : null;
        row.Fire = fire with
        {
            Outcome = settlement.Outcome,
            Reason = settlement.Reason,
            Message = isPending ? fire.Message : null,
            PublishedAt = isPublished ? now : null,
            GiveUpAt = isPublished && waited > TimeSpan.Zero ? fire.GiveUpAt + waited : fire.GiveUpAt,
        };
        if (!isPending)
        {
            database.FireRows.Settled(row);
            Unblock(database, fire, isPublished ? waited : null);
        }
    }

    // A fire that will not be published blocks no other; one that was published late blocks as long as if it had been in time.
    private static void Unblock(MemoryDatabase database, Fire fire, TimeSpan? waited)
    {
        if (database.TaskRows.Get(fire.PeriodicTaskId) is not { BusyUntil: not null } task || task.LastTaskId != fire.TaskId)
        {
            return;
        }

        if (waited is null)
        {
            database.TaskRows.Put(task with { BusyUntil = null });
        }
        else if (waited >= WorthProlonging)
        {
            database.TaskRows.Put(task with { BusyUntil = task.BusyUntil + waited });
        }
    }

    private static bool IsClaimed(MemoryFire row, DateTimeOffset now) => row.ClaimedUntil > now && row.ClaimedUntil <= now + LongestClaim;

    private static DateTimeOffset? SupersededDue(MemoryDatabase database, Fire fire)
    {
        if (fire.Kind == FireKind.Manual || fire.CatchUp == CatchUp.None)
        {
            return null;
        }

        return database.FireRows.Pending
            .Select(row => row.Fire)
            .Where(other => other.PeriodicTaskId == fire.PeriodicTaskId && other.Nominal > fire.Nominal && other.Kind != FireKind.Manual)
            .OrderBy(other => other.Nominal)
            .Skip(fire.CatchUp == CatchUp.All ? MostCaughtUpWith - 1 : 0)
            .Select(other => (DateTimeOffset?)other.Due)
            .FirstOrDefault();
    }
}
