using System.Globalization;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteFires(SqliteDatabase database) : IFires
{
    private const string SelectPending =
        $"{FireRows.Select} WHERE outcome = 0 AND (claimed_until IS NULL OR claimed_until <= ?) ORDER BY seq LIMIT ?";

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
        WHERE seq = ? RETURNING periodic_task_id, run_state
        """;

    private const string CopyToTask =
        """
        UPDATE downbeat_periodic_task SET last_outcome = ?, busy_until = CASE WHEN ? THEN NULL ELSE busy_until END
        WHERE id = ? AND last_task_id = ?
        """;

    private const string CountPending = "SELECT count(*) FROM (SELECT 1 FROM downbeat_fire WHERE outcome = 0 LIMIT 10000)";
    private const string OldestPending = "SELECT fired_at FROM downbeat_fire WHERE outcome = 0 ORDER BY seq LIMIT 1";
    private static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    public ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction =>
            {
                FireRows.Write(transaction.Session, fire);
                long key = transaction.Session.Get("SELECT last_insert_rowid()").Scalar() ?? 0;
                transaction.Session.Touched |= Topics.Schedule;
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

                transaction.Session.Touched |= Topics.Schedule;
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
        return new(database.Read(session =>
        {
            var items = new List<Fire>();
            string? next = null;
            using Statement select = Prepare(session, query);
            while (select.Step())
            {
                if (items.Count == query.Page.Take)
                {
                    next = After(items[^1], query);
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
        var fires = new List<Fire>();
        Statement select = session.Get(SelectPending).Add(database.Now).Add(max);
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
        foreach (Fire fire in fires)
        {
            session.Get(Claim).Add(token).Add(now + lease).Add(fire.Key).Run();
        }

        return new FireClaim(token, now, fires);
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
        Statement copy = session.Get(CopyToFire).Add(run.State).Add(run.StartedAt).Add(run.DoneAt).Add(run.LookAgainAt).Add(run.Key);
        if (!copy.Step())
        {
            return;
        }

        string periodicTaskId = copy.Text(0);
        string? state = copy.TextOrNull(1);
        copy.Run();
        session.Get(CopyToTask).Add(state).Add(run.LookAgainAt is null).Add(periodicTaskId).Add(run.TaskId).Run();
    }

    // The history of one periodic task is read along its occurrences, the history of all along time.
    private static Statement Prepare(SqliteSession session, FireQuery query)
    {
        string order = query.PeriodicTaskId is null ? "seq" : "nominal_at";
        var select = new Statement(
            session.Handle,
            $"{FireRows.Select} WHERE {order} < ?"
                + (query.PeriodicTaskId is null ? "" : " AND periodic_task_id = ?")
                + (query.Outcome is null ? "" : " AND outcome = ?")
                + $" ORDER BY {order} DESC LIMIT ?");
        select.Add(query.Page.After is { } after ? long.Parse(after, CultureInfo.InvariantCulture) : long.MaxValue);
        _ = query.PeriodicTaskId is { } id ? select.Add(id) : select;
        _ = query.Outcome is { } outcome ? select.Add((int)outcome) : select;
        return select.Add(query.Page.Take + 1);
    }

    private static string After(Fire last, FireQuery query)
    {
        return (query.PeriodicTaskId is null ? last.Key : last.Nominal.ToMicroseconds()).ToString(CultureInfo.InvariantCulture);
    }
}
