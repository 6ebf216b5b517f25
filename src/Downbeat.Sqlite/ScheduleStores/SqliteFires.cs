using System.Globalization;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqliteFires(SqliteDatabase database) : IFires
{
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
        """;

    private const string CopyByKey = $"{CopyToFire} WHERE seq = ? AND task_id = ? RETURNING periodic_task_id, run_state";

    private const string CopyByTaskId =
        $"{CopyToFire} WHERE look_again_at IS NOT NULL AND task_id = ? RETURNING periodic_task_id, run_state";

    private const string CopyToTask =
        """
        UPDATE downbeat_periodic_task
        SET last_outcome = ?1, busy_until = CASE WHEN ?2 THEN NULL WHEN busy_until < ?3 THEN ?3 ELSE busy_until END
        WHERE id = ?4 AND last_task_id = ?5
        """;

    private const string CountPending = "SELECT count(*) FROM (SELECT 1 FROM downbeat_fire WHERE outcome = 0 LIMIT 10000)";
    private const string OldestPending = "SELECT fired_at FROM downbeat_fire WHERE outcome = 0 ORDER BY seq LIMIT 1";

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
                transaction.Session.Touched |= Topics.Schedule;
                return FireClaims.ClaimAll(transaction.Session, [fire with { Key = key }], lease, database.Now);
            },
            Durability.Power,
            cancellationToken);
    }

    public async ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        bool hasPending = database.Read(session => session.Get(OldestPending).Scalar() is not null);
        return hasPending
            ? await database.WriteAsync(
                transaction => FireClaims.ClaimOldest(transaction.Session, max, lease, database.Now),
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
                    FireClaims.SettleOne(transaction.Session, claim, settlement, now);
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

    private static void Copy(SqliteSession session, RunCopy run)
    {
        Statement copy = session.Get(run.Key == 0 ? CopyByTaskId : CopyByKey).Add(run.State).Add(run.StartedAt).Add(run.DoneAt).Add(run.LookAgainAt);
        _ = run.Key == 0 ? copy.Add(run.TaskId) : copy.Add(run.Key).Add(run.TaskId);
        if (!copy.Step())
        {
            return;
        }

        string periodicTaskId = copy.Text(0);
        string? state = copy.TextOrNull(1);
        copy.Run();
        session.Get(CopyToTask).Add(state).Add(run.LookAgainAt is null).Add(run.BlocksUntil).Add(periodicTaskId).Add(run.TaskId).Run();
    }

    // The history of one periodic task is read along its occurrences, the history of all along time.
    private static Statement Prepare(SqliteSession session, FireQuery query)
    {
        // A literal lets the index of pending fires be used.
        string outcome = query.Outcome is { } only ? string.Create(CultureInfo.InvariantCulture, $" AND outcome = {(int)only}") : "";
        (long nominal, long seq) = ReadAfter(query.Page.After);
        if (query.PeriodicTaskId is not { } id)
        {
            return new Statement(session.Handle, $"{FireRows.Select} WHERE seq < ?{outcome} ORDER BY seq DESC LIMIT ?")
                .Add(seq).Add(query.Page.Take + 1);
        }

        return new Statement(
                session.Handle,
                $"{FireRows.Select} WHERE periodic_task_id = ? AND (nominal_at, seq) < (?, ?){outcome} ORDER BY nominal_at DESC, seq DESC LIMIT ?")
            .Add(id).Add(nominal).Add(seq).Add(query.Page.Take + 1);
    }

    private static string After(Fire last, FireQuery query)
    {
        long nominal = query.PeriodicTaskId is null ? 0 : last.Nominal.ToMicroseconds();
        return string.Create(CultureInfo.InvariantCulture, $"{nominal}_{last.Key}");
    }

    private static (long Nominal, long Seq) ReadAfter(string? after)
    {
        if (after is null)
        {
            return (long.MaxValue, long.MaxValue);
        }

        return after.Split('_') is [var nominal, var seq]
            && long.TryParse(nominal, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long at)
            && long.TryParse(seq, NumberStyles.None, CultureInfo.InvariantCulture, out long key)
            ? (at, key)
            : throw new InvalidValueException("after", after, "what the page before gave as its end");
    }
}
