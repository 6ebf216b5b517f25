using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>Claims pending fires and settles them.</summary>
internal static class FireClaims
{
    private const int MostCaughtUpWith = 1000;

    private const string SelectPending =
        $"{FireRows.Select} WHERE outcome = 0 AND (claimed_until IS NULL OR claimed_until NOT BETWEEN ? AND ?) ORDER BY seq LIMIT ?";

    private const string SelectNewer =
        """
        SELECT due_at FROM downbeat_fire INDEXED BY downbeat_fire_waiting
        WHERE outcome = 0 AND periodic_task_id = ? AND nominal_at > ? AND kind <> 2 ORDER BY nominal_at LIMIT 1 OFFSET ?
        """;

    private const string Claim = "UPDATE downbeat_fire SET claim = ?, claimed_until = ?, attempts = attempts + 1 WHERE seq = ?";

    private const string Settle =
        """
        UPDATE downbeat_fire SET
            outcome = ?1, reason = ?2, message = CASE WHEN ?1 = 0 THEN message END, published_at = ?3,
            give_up_at = CASE WHEN ?3 > fired_at THEN give_up_at + ?3 - fired_at ELSE give_up_at END,
            look_again_at = CASE WHEN give_up_at IS NOT NULL THEN ?4 END, claim = CASE WHEN ?8 THEN claim END, claimed_until = ?5
        WHERE seq = ?6 AND claim = ?7 AND outcome = 0 RETURNING periodic_task_id, task_id, fired_at
        """;

    private const string Unblock = "UPDATE downbeat_periodic_task SET busy_until = NULL WHERE id = ? AND last_task_id = ?";

    private const string Prolong =
        "UPDATE downbeat_periodic_task SET busy_until = busy_until + ? WHERE id = ? AND last_task_id = ? AND busy_until IS NOT NULL";

    // No relay claims for longer: a claim that seems to was made before the clock was set back, perhaps by one that is dead.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WorthProlonging = TimeSpan.FromSeconds(1);

    public static FireClaim ClaimOldest(SqliteSession session, int max, TimeSpan lease, DateTimeOffset now)
    {
        var fires = new List<Fire>();
        Statement select = session.Get(SelectPending).Add(now + Instant).Add(now + LongestClaim).Add(max);
        while (select.Step())
        {
            // A claim that was not settled when its time was over: whoever held it has died, before or after it published.
            fires.Add(FireRows.Read(select) with { IsInDoubt = select.Bool(FireRows.IsClaimed) });
        }

        for (int i = 0; i < fires.Count; i++)
        {
            fires[i] = fires[i] with { SupersededDue = SupersededDue(session, fires[i]) };
        }

        return ClaimAll(session, fires, lease, now);
    }

    public static FireClaim ClaimAll(SqliteSession session, List<Fire> fires, TimeSpan lease, DateTimeOffset now)
    {
        var token = Guid.NewGuid();
        for (int i = 0; i < fires.Count; i++)
        {
            session.Get(Claim).Add(token).Add(now + lease).Add(fires[i].Key).Run();
            fires[i] = fires[i] with { Attempts = fires[i].Attempts + 1 };
        }

        return new FireClaim(token, now, fires);
    }

    public static void SettleOne(SqliteSession session, FireClaim claim, FireSettlement settlement, DateTimeOffset now)
    {
        bool isPublished = settlement.Outcome == FireOutcome.Published;
        bool isPending = settlement.Outcome == FireOutcome.Pending;
        Statement settle = session.Get(Settle)
            .Add((int)settlement.Outcome)
            .Add(settlement.Reason)
            .Add(isPublished ? now : null)
            .Add(isPublished ? now + FireRows.FirstLook : null)
            .Add(isPending ? now + RetryAfter : null)
            .Add(settlement.Key)
            .Add(claim.Token)
            .Add(isPending && claim.Fires.Any(fire => fire.Key == settlement.Key && fire.IsInDoubt));
        if (!settle.Step())
        {
            return;
        }

        string periodicTaskId = settle.Text(0);
        string taskId = settle.Text(1);
        TimeSpan waited = now - settle.Instant(2);
        settle.Reset();
        if (!isPublished && !isPending)
        {
            session.Get(Unblock).Add(periodicTaskId).Add(taskId).Run();
        }
        else if (isPublished && waited >= WorthProlonging)
        {
            session.Get(Prolong).Add(waited).Add(periodicTaskId).Add(taskId).Run();
        }
    }

    private static DateTimeOffset? SupersededDue(SqliteSession session, Fire fire)
    {
        if (fire.Kind == FireKind.Manual || fire.CatchUp == CatchUp.None)
        {
            return null;
        }

        return session.Get(SelectNewer)
            .Add(fire.PeriodicTaskId)
            .Add(fire.Nominal)
            .Add(fire.CatchUp == CatchUp.All ? MostCaughtUpWith - 1 : 0)
            .Scalar() is { } due
            ? Instants.FromMicroseconds(due)
            : null;
    }
}
