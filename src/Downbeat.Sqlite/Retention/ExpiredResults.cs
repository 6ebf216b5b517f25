using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>Results past their expiry, oldest first, along the index that holds nothing else.</summary>
internal sealed class ExpiredResults(SqliteDatabase database, RetentionPolicy policy) : IRetentionTarget
{
    private const string Count = "SELECT state, count(*) FROM downbeat_result WHERE expires_at <= ? GROUP BY state";

    private const string Delete =
        """
        DELETE FROM downbeat_result
        WHERE seq IN (SELECT seq FROM downbeat_result WHERE expires_at <= ? ORDER BY expires_at LIMIT ?)
        RETURNING state
        """;

    private const string SelectCandidates =
        """
        SELECT seq, name, state, coalesce(done_at, changed_at), keep FROM downbeat_result WHERE expires_at <= ? ORDER BY expires_at LIMIT ?
        """;

    private const string DeleteOne = "DELETE FROM downbeat_result WHERE seq = ?";
    private const string CorrectOne = "UPDATE downbeat_result SET expires_at = ? WHERE seq = ?";

    public string Kind => "results";

    public RetentionRole Role => RetentionRole.Results;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(session =>
        {
            if (!PolicyApplication.IsApplied(session, policy))
            {
                return ResultScan.Of(session, policy, now).Expired;
            }

            var states = new StateCounter();
            Statement select = session.Get(Count).Add(now);
            while (select.Step())
            {
                states.Add(select.Text(0), select.Long(1));
            }

            return states.ToCount();
        }));
    }

    public ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction => PolicyApplication.IsApplied(transaction.Session, policy)
                ? DeleteBatch(transaction.Session, now, max)
                : DeleteWithCare(transaction.Session, now, max),
            Durability.Background,
            cancellationToken);
    }

    private static RetentionCount DeleteBatch(SqliteSession session, DateTimeOffset now, int max)
    {
        var states = new StateCounter();
        Statement delete = session.Get(Delete).Add(now).Add(max);
        while (delete.Step())
        {
            states.Add(delete);
        }

        return states.ToCount();
    }

    // Somebody is applying another policy just now: each result is judged by this one, and what it keeps is corrected.
    private RetentionCount DeleteWithCare(SqliteSession session, DateTimeOffset now, int max)
    {
        var states = new StateCounter();
        List<Candidate> candidates;
        do
        {
            candidates = FindCandidates(session, now, max);
            foreach (Candidate candidate in candidates)
            {
                if (candidate.ExpiresAt <= now)
                {
                    session.Get(DeleteOne).Add(candidate.Sequence).Run();
                    states.Add(candidate.State, 1);
                }
                else
                {
                    session.Get(CorrectOne).Add(candidate.ExpiresAt).Add(candidate.Sequence).Run();
                }
            }
        }
        while (states.IsEmpty && candidates.Count == max);

        return states.ToCount();
    }

    private List<Candidate> FindCandidates(SqliteSession session, DateTimeOffset now, int max)
    {
        var candidates = new List<Candidate>();
        Statement select = session.Get(SelectCandidates).Add(now).Add(max);
        while (select.Step())
        {
            string state = select.Text(2);
            DateTimeOffset? expiresAt = policy.ExpiresAt(
                select.TextOrNull(1), new TaskState(state), select.Instant(3), select.DurationOrNull(4));
            candidates.Add(new Candidate(select.Long(0), state, expiresAt));
        }

        return candidates;
    }

    private readonly record struct Candidate(long Sequence, string State, DateTimeOffset? ExpiresAt);
}
