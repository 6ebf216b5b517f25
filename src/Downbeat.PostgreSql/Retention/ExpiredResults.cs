using Downbeat.PostgreSql.Connections;
using Downbeat.Retention;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

/// <summary>Results past their expiry, oldest first, along the index that holds nothing else.</summary>
internal sealed class ExpiredResults(PostgreSqlDatabase database, RetentionPolicy policy, Deletions deletions) : IRetentionTarget
{
    private const string Expired = "expires_at <= least($1, (SELECT clock_timestamp()))";

    private const string Count = $"SELECT state, count(*) FROM downbeat.result WHERE {Expired} GROUP BY state";

    private const string Delete =
        $"""
        WITH gone AS (
            DELETE FROM downbeat.result WHERE ctid = ANY (ARRAY(
                SELECT ctid FROM downbeat.result WHERE {Expired} ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED)) RETURNING state)
        SELECT state, count(*) FROM gone GROUP BY state
        """;

    private const string SelectCandidates =
        $"""
        SELECT seq, name, state, coalesce(done_at, changed_at), keep FROM downbeat.result
        WHERE {Expired} ORDER BY expires_at LIMIT $2 FOR UPDATE SKIP LOCKED
        """;

    private const string DeleteSome = "DELETE FROM downbeat.result WHERE seq = ANY ($1::bigint[])";

    private const string CorrectSome =
        """
        UPDATE downbeat.result r SET expires_at = d.expires_at FROM unnest($1::bigint[], $2::timestamptz[]) d (seq, expires_at) WHERE r.seq = d.seq
        """;

    public string Kind => "results";

    public RetentionRole Role => RetentionRole.Results;

    public async ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        return await PolicyApplication.IsAppliedAsync(database, policy, cancellationToken).ConfigureAwait(false)
            ? await database.ReadAsync(StateCounter.CountAsync, cancellationToken, database.Command(Count).Add(now)).ConfigureAwait(false)
            : (await ResultScan.OfAsync(database, policy, now, cancellationToken).ConfigureAwait(false)).Expired;
    }

    public async ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        RetentionCount deleted;
        bool mayHaveMore;
        do
        {
            (deleted, mayHaveMore) = await database.TransactAsync(
                transaction => DeleteAsync(transaction, now, max), Durability.Process, cancellationToken).ConfigureAwait(false);
        }
        while (deleted.IsNone && mayHaveMore);

        deletions.Add("result", deleted.Total);
        return deleted;
    }

    private async ValueTask<(RetentionCount Deleted, bool MayHaveMore)> DeleteAsync(PostgreSqlTransaction transaction, DateTimeOffset now, int max)
    {
        if (await PolicyApplication.IsAppliedAsync(database, transaction, policy).ConfigureAwait(false))
        {
            return (await transaction.QueryAsync(StateCounter.CountAsync, database.Command(Delete).Add(now).Add(max)).ConfigureAwait(false), false);
        }

        // Somebody is applying another policy just now: each result is judged by this one, and what it keeps is corrected.
        List<Candidate> candidates = await transaction.QueryAsync(
            rows => rows.AllAsync(Judge), database.Command(SelectCandidates).Add(now).Add(max)).ConfigureAwait(false);
        var states = new StateCounter();
        Candidate[] expired = [.. candidates.Where(one => one.ExpiresAt <= now)];
        Array.ForEach(expired, one => states.Add(one.State, 1));
        Candidate[] kept = [.. candidates.Except(expired)];
        transaction.Defer(database.Command(DeleteSome).AddAll([.. expired.Select(one => one.Sequence)]));
        transaction.Defer(database.Command(CorrectSome).AddAll([.. kept.Select(one => one.Sequence)]).AddAll(kept.Select(one => one.ExpiresAt)));
        return (states.ToCount(), candidates.Count == max);
    }

    private Candidate Judge(NpgsqlDataReader row)
    {
        string state = row.Text(2);
        return new Candidate(
            row.Long(0), state, policy.ExpiresAt(row.TextOrNull(1), new TaskState(state), row.Instant(3), row.DurationOrNull(4)));
    }

    private readonly record struct Candidate(long Sequence, string State, DateTimeOffset? ExpiresAt);
}
