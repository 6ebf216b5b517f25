using System.Globalization;
using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.ScheduleStores;

internal sealed class PostgreSqlFires(PostgreSqlDatabase database, Pulse pulse) : IFires
{
    private const string SelectUnfinished =
        """
        SELECT seq, task_id, published_at, run_state, give_up_at FROM downbeat.fire
        WHERE look_again_at IS NOT NULL AND look_again_at <= (SELECT clock_timestamp()) ORDER BY look_again_at, seq LIMIT $1
        """;

    // By its number, or by its task id alone: then those that block are found along their index, and all that are unfinished are looked through only
    // when it is none of those. A fire of which nothing is known yet has nothing to tell its periodic task.
    private const string Copy =
        """
        WITH run AS MATERIALIZED (
            SELECT * FROM unnest($1::bigint[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[])
                r (seq, task_id, state, started_at, done_at, look_again_at, blocks_until)
        ), found AS MATERIALIZED (
            SELECT r.*, coalesce(nullif(r.seq, 0),
                (SELECT f.seq FROM downbeat.fire f WHERE f.look_again_at IS NOT NULL AND f.blocks AND f.task_id = r.task_id LIMIT 1),
                (SELECT f.seq FROM downbeat.fire f WHERE f.look_again_at IS NOT NULL AND NOT f.blocks AND f.task_id = r.task_id LIMIT 1)) AS key
            FROM run r
        ), copied AS (
            UPDATE downbeat.fire f SET
                run_state = coalesce(r.state, f.run_state), run_started_at = coalesce(r.started_at, f.run_started_at),
                run_done_at = coalesce(r.done_at, f.run_done_at), look_again_at = r.look_again_at
            FROM found r WHERE f.seq = r.key AND f.task_id = r.task_id
            RETURNING f.periodic_task_id, f.task_id, f.run_state, r.look_again_at, r.blocks_until
        )
        UPDATE downbeat.periodic_task p SET
            last_outcome = c.run_state,
            busy_until = CASE WHEN c.look_again_at IS NULL THEN NULL WHEN p.busy_until < c.blocks_until THEN c.blocks_until ELSE p.busy_until END
        FROM copied c
        WHERE p.id = c.periodic_task_id AND p.last_task_id = c.task_id AND (c.run_state IS NOT NULL OR c.look_again_at IS NULL)
        """;

    private const string Outbox =
        """
        SELECT (SELECT count(*) FROM (SELECT FROM downbeat.fire WHERE outcome = 0 LIMIT 10000) f),
            (SELECT fired_at FROM downbeat.fire WHERE outcome = 0 ORDER BY seq LIMIT 1)
        """;

    private const string HasPending = "SELECT (SELECT clock_timestamp()), EXISTS (SELECT FROM downbeat.fire WHERE outcome = 0)";

    public ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken)
    {
        pulse.Forget();
        return database.TransactAsync(
            async transaction =>
            {
                long? key = await transaction.QueryAsync(
                    static rows => rows.FirstAsync(static row => row.LongOrNull(0)), FireRows.Write(database, [(fire, false)])).ConfigureAwait(false);
                if (key is not { } written)
                {
                    throw new InvalidValueException("fire", fire.TaskId, "one whose occurrence has no fire yet");
                }

                transaction.Touched |= Topics.Schedule;
                return await FireClaims.ClaimAsync(database, transaction, fire with { Key = written }, lease).ConfigureAwait(false);
            },
            Durability.Server,
            cancellationToken,
            mustKnowFate: true);
    }

    public async ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken)
    {
        if (pulse.Recent is { HasPending: false } look)
        {
            return new FireClaim(Guid.Empty, look.Now, []);
        }

        (DateTimeOffset now, bool hasPending) = await database.ReadAsync(
            static rows => rows.FirstAsync(static row => (row.Instant(0), row.Bool(1))), cancellationToken, database.Command(HasPending)).ConfigureAwait(false);
        FireClaim? claim = hasPending ? await FireClaims.ClaimAsync(database, max, lease, cancellationToken).ConfigureAwait(false) : null;
        return claim is { Fires.Count: > 0 } ? claim : new FireClaim(Guid.Empty, now, []);
    }

    public async ValueTask SettleAsync(FireClaim claim, IReadOnlyList<FireSettlement> settlements, CancellationToken cancellationToken)
    {
        pulse.Forget();
        await database.WriteAsync(
            new Write(Topics.None), static _ => new ValueTask<bool>(true), cancellationToken, FireClaims.SettleCommand(database, claim, settlements))
            .ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<UnfinishedRun>> FindUnfinishedAsync(int max, CancellationToken cancellationToken)
    {
        if (pulse.Recent is { } look && (look.NextLook is null || look.NextLook > look.Now + database.Clock.GetElapsedTime(look.StartedAt)))
        {
            return [];
        }

        return await database.ReadAsync(
            static rows => rows.AllAsync(static row => new UnfinishedRun(
                row.Long(0), row.Text(1), row.InstantOrNull(2) ?? DateTimeOffset.MinValue, row.TextOrNull(3), row.InstantOrNull(4) ?? DateTimeOffset.MinValue)),
            cancellationToken,
            database.Command(SelectUnfinished).Add(max)).ConfigureAwait(false);
    }

    public async ValueTask CopyRunsAsync(IReadOnlyList<RunCopy> runs, CancellationToken cancellationToken)
    {
        pulse.Forget();

        // A statement writes a row once: what is said of one run several times is written one after the other.
        foreach (RunCopy[] some in Rounds(runs))
        {
            await database.WriteAsync(
                new Write(Topics.None, Durability.Process),
                static _ => new ValueTask<bool>(true),
                cancellationToken,
                database.Command(Copy)
                    .AddAll([.. some.Select(run => run.Key)])
                    .AddAll(some.Select(run => run.TaskId))
                    .AddAll(some.Select(run => run.State))
                    .AddAll(some.Select(run => run.StartedAt))
                    .AddAll(some.Select(run => run.DoneAt))
                    .AddAll(some.Select(run => run.LookAgainAt))
                    .AddAll(some.Select(run => run.BlocksUntil))).ConfigureAwait(false);
        }
    }

    public async ValueTask<Page<Fire>> QueryAsync(FireQuery query, CancellationToken cancellationToken)
    {
        List<Fire> items = await database.ReadAsync(static rows => rows.AllAsync(FireRows.Read), cancellationToken, Prepare(query)).ConfigureAwait(false);
        string? next = items.Count > query.Page.Take ? After(items[query.Page.Take - 1], query) : null;
        return new Page<Fire>([.. items.Take(query.Page.Take)], next);
    }

    public ValueTask<OutboxState> GetOutboxAsync(CancellationToken cancellationToken)
    {
        return database.ReadAsync(
            static rows => rows.FirstAsync(static row => new OutboxState(row.Long(0), row.InstantOrNull(1))), cancellationToken, database.Command(Outbox))!;
    }

    private static IEnumerable<RunCopy[]> Rounds(IReadOnlyList<RunCopy> runs)
    {
        var left = new List<RunCopy>(runs);
        while (left.Count > 0)
        {
            RunCopy[] some = [.. left.DistinctBy(run => run.TaskId, StringComparer.Ordinal)];
            yield return some;
            left.RemoveAll(some.Contains);
        }
    }

    // The history of one periodic task is read along its occurrences, the history of all along time.
    private Command Prepare(FireQuery query)
    {
        // A literal lets the index of pending fires be used.
        string outcome = query.Outcome is { } only ? string.Create(CultureInfo.InvariantCulture, $" AND f.outcome = {(int)only}") : "";
        (long nominal, long seq) = ReadAfter(query.Page.After);
        return query.PeriodicTaskId is { } id
            ? database.Command(
                    $"{FireRows.Select} WHERE f.periodic_task_id = $1 AND (f.nominal_at, f.seq) < ($2, $3){outcome} ORDER BY f.nominal_at DESC, f.seq DESC LIMIT $4")
                .Add(id).Add(Instants.FromMicroseconds(nominal)).Add(seq).Add(query.Page.Take + 1)
            : database.Command($"{FireRows.Select} WHERE f.seq < $1{outcome} ORDER BY f.seq DESC LIMIT $2").Add(seq).Add(query.Page.Take + 1);
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
