using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteFires(SqliteDatabase database) : IFires
{
    private const string SelectPending =
        $"{FireRows.Select} WHERE outcome = 0 AND (claimed_until IS NULL OR claimed_until NOT BETWEEN ? AND ?) ORDER BY seq LIMIT ?";

    private const string Claim = "UPDATE downbeat_fire SET claim = ?, claimed_until = ?, attempts = attempts + 1 WHERE seq = ?";

    private const string Settle =
        """
        UPDATE downbeat_fire SET
            outcome = ?, reason = ?, message = CASE WHEN ? THEN message END, published_at = ?, look_again_at = ?, claim = NULL, claimed_until = ?
        WHERE seq = ? AND claim = ? AND outcome = 0
        """;

    private const string SelectUnfinished =
        """
        SELECT seq, task_id, published_at, run_state, give_up_at FROM downbeat_fire
        WHERE look_again_at IS NOT NULL AND look_again_at <= ? ORDER BY look_again_at LIMIT ?
        """;

    private const string CopyToFire =
        """
        UPDATE downbeat_fire SET
            run_state = coalesce(?, run_state), run_started_at = coalesce(?, run_started_at), run_done_at = coalesce(?, run_done_at),
            look_again_at = ?
        WHERE seq = ? AND task_id = ? RETURNING periodic_task_id, run_state
        """;

    private const string CopyToTask =
        """
        UPDATE downbeat_periodic_task SET last_outcome = ?, busy_until = CASE WHEN ? THEN NULL ELSE busy_until END
        WHERE id = ? AND last_task_id = ?
        """;

    private const string CountPending = "SELECT count(*) FROM (SELECT 1 FROM downbeat_fire WHERE outcome = 0 LIMIT 10000)";
    private const string OldestPending = "SELECT fired_at FROM downbeat_fire WHERE outcome = 0 ORDER BY seq LIMIT 1";

    private const string Spoil =
        """
        UPDATE downbeat_fire SET outcome = 4, reason = 'its message cannot be read', message = NULL, claim = NULL, claimed_until = NULL WHERE seq = ?
        """;

    // No relay claims for longer: a claim that seems to was made before the clock was set back, by one that may be dead.
    private static readonly TimeSpan LongestClaim = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Instant = TimeSpan.FromMicroseconds(1);
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction =>
            {
                if (!FireRows.Write(transaction.Session, fire))
                {
                    throw new InvalidValueException("fire", fire.TaskId, "one whose occurrence has no fire yet");
                }

                long key = transaction.Session.Get("SELECT last_insert_rowid()").Scalar() ?? 0;
                return ClaimAll(transaction.Session, [fire with { Key = key }], lease);
            },
            Durability.Power,
            cancellationToken);
    }

    public async ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        bool hasPending = database.Read(session => session.Get(OldestPending).Scalar() is not null);
        return hasPending
            ? await database.WriteAsync(
                transaction => ClaimAll(transaction.Session, FindPending(transaction.Session, max), lease),
                Durability.Process,
                cancellationToken).ConfigureAwait(false)
            : new FireClaim(Guid.Empty, database.Now, []);
    }

    public async ValueTask SettleAsync(FireClaim claim, IReadOnlyList<FireSettlement> settlements, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction =>
            {
                DateTimeOffset now = database.Now;
                foreach (FireSettlement settlement in settlements)
                {
                    SettleOne(transaction.Session, claim, settlement, now);
                }

                return true;
            },
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<UnfinishedRun>> FindUnfinishedAsync(int max, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var runs = new List<UnfinishedRun>();
            Statement select = session.Get(SelectUnfinished).Add(database.Now).Add(max);
            while (select.Step())
            {
                runs.Add(new UnfinishedRun(
                    select.Long(0), select.Text(1), select.Instant(2), select.TextOrNull(3), select.InstantOrNull(4) ?? DateTimeOffset.MinValue));
            }

            return (IReadOnlyList<UnfinishedRun>)runs;
        }));
    }

    public async ValueTask CopyRunsAsync(IReadOnlyList<RunCopy> runs, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction =>
            {
                foreach (RunCopy run in runs)
                {
                    Copy(transaction.Session, run);
                }

                return true;
            },
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<Page<Fire>> QueryAsync(FireQuery query, CancellationToken cancellationToken)
    {
        FireCursor cursor = FireCursor.Read(query);
        return new(database.Read(session =>
        {
            var items = new List<Fire>();
            string? next = null;
            using Statement select = Prepare(session, query, cursor);
            while (select.Step())
            {
                if (items.Count == query.Page.Take)
                {
                    next = FireCursor.Of(items[^1], query).ToString();
                    break;
                }

                items.Add(FireRows.Read(select));
            }

            return new Page<Fire>(items, next);
        }));
    }

    public ValueTask<OutboxState> GetOutboxAsync(CancellationToken cancellationToken)
    {
        return new(database.Read(session => new OutboxState(
            session.Get(CountPending).Scalar() ?? 0,
            session.Get(OldestPending).Scalar() is { } at ? Instants.FromMicroseconds(at) : null)));
    }

    private List<Fire> FindPending(SqliteSession session, int max)
    {
        DateTimeOffset now = database.Now;
        var fires = new List<Fire>();
        Statement select = session.Get(SelectPending).Add(now + Instant).Add(now + LongestClaim).Add(max);
        while (select.Step())
        {
            fires.Add(FireRows.Read(select));
        }

        return fires;
    }

    private FireClaim ClaimAll(SqliteSession session, List<Fire> fires, TimeSpan lease)
    {
        DateTimeOffset now = database.Now;
        var token = Guid.NewGuid();
        var claimed = new List<Fire>(fires.Count);
        foreach (Fire fire in fires)
        {
            if (fire.Message is null)
            {
                session.Get(Spoil).Add(fire.Key).Run();
                continue;
            }

            session.Get(Claim).Add(token).Add(now + lease).Add(fire.Key).Run();
            claimed.Add(fire with { Attempts = fire.Attempts + 1 });
        }

        return new FireClaim(token, now, claimed);
    }

    private static void SettleOne(SqliteSession session, FireClaim claim, FireSettlement settlement, DateTimeOffset now)
    {
        bool isPublished = settlement.Outcome == FireOutcome.Published;
        bool isPending = settlement.Outcome == FireOutcome.Pending;
        session.Get(Settle)
            .Add((int)settlement.Outcome)
            .Add(settlement.Reason)
            .Add(isPending)
            .Add(isPublished ? now : null)
            .Add(isPublished ? now + FirstLook : null)
            .Add(isPending ? now + RetryAfter : null)
            .Add(settlement.Key)
            .Add(claim.Token)
            .Run();
    }

    private static void Copy(SqliteSession session, RunCopy run)
    {
        Statement copy = session.Get(CopyToFire).Add(run.State).Add(run.StartedAt).Add(run.DoneAt).Add(run.LookAgainAt)
            .Add(run.Key).Add(run.TaskId);
        if (!copy.Step())
        {
            return;
        }

        string periodicTaskId = copy.Text(0);
        string? state = copy.TextOrNull(1);
        copy.Run();
        session.Get(CopyToTask).Add(state).Add(run.LookAgainAt is null).Add(periodicTaskId).Add(run.TaskId).Run();
    }

    private static Statement Prepare(SqliteSession session, FireQuery query, FireCursor cursor)
    {
        var select = new Statement(
            session.Handle,
            FireRows.Select
                + (query.PeriodicTaskId is null
                    ? " WHERE seq < ?1"
                    : " WHERE periodic_task_id = ?3 AND nominal_at <= ?1 AND (nominal_at < ?1 OR manual_key < ?2)")
                + (query.Outcome is null ? "" : " AND outcome = ?4")
                + (query.PeriodicTaskId is null ? " ORDER BY seq DESC" : " ORDER BY nominal_at DESC, manual_key DESC")
                + " LIMIT ?5");
        return select
            .Add(cursor.Number).Add(cursor.ManualKey).Add(query.PeriodicTaskId?.ToString()).Add((long?)query.Outcome).Add(query.Page.Take + 1);
    }
}
