using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>Takes messages off their queues for a consumer.</summary>
internal static class Claims
{
    private const int MostPromoted = 1_000;

    private const string Promote =
        """
        UPDATE downbeat_message SET state = CASE WHEN deliveries > 1 THEN 3 ELSE 0 END, available_at = NULL
        WHERE seq IN (SELECT seq FROM downbeat_message WHERE state = 1 AND available_at <= ? ORDER BY available_at LIMIT ?)
        """;

    private const string SelectReady =
        "SELECT seq, priority FROM downbeat_message WHERE state = 0 AND queue = ? ORDER BY priority DESC, seq LIMIT ?";

    private const string SelectSuspect =
        "SELECT seq, priority FROM downbeat_message WHERE state = 3 AND queue = ? ORDER BY priority DESC, seq LIMIT 1";

    private const string Take =
        """
        UPDATE downbeat_message SET state = 2, consumer = ?, deliveries = deliveries + 1 WHERE seq = ?
        RETURNING deliveries, queue, headers, properties, content_type, content_encoding, body, task_id, enqueued_at
        """;

    private const string HasRevocations = "SELECT EXISTS (SELECT 1 FROM downbeat_revocation)";
    private const string IsRevoked = "SELECT 1 FROM downbeat_revocation WHERE task_id = ?";
    private const string HasReady = "SELECT 1 FROM downbeat_message WHERE state = 0 AND queue = ? LIMIT 1";
    private const string HasSuspect = "SELECT 1 FROM downbeat_message WHERE state = 3 AND queue = ? LIMIT 1";
    private const string NextDelayed = "SELECT min(available_at) FROM downbeat_message WHERE state = 1";

    /// <summary>Claims messages by priority, then age, and at most one suspect.</summary>
    public static List<ClaimedRow> Claim(
        SqliteSession session, IReadOnlyList<string> queues, long consumer, int max, bool mayTakeSuspect, DateTimeOffset now)
    {
        session.Get(Promote).Add(now).Add(MostPromoted).Run();
        var found = new List<Candidate>();
        foreach (string queue in queues)
        {
            Collect(session.Get(SelectReady).Add(queue).Add(max), isSuspect: false, found);
            if (mayTakeSuspect)
            {
                Collect(session.Get(SelectSuspect).Add(queue), isSuspect: true, found);
            }
        }

        if (queues.Count > 1 || mayTakeSuspect)
        {
            found.Sort(static (a, b) => a.Priority != b.Priority ? b.Priority.CompareTo(a.Priority) : a.Sequence.CompareTo(b.Sequence));
        }

        var rows = new List<ClaimedRow>(Math.Min(max, found.Count));
        bool checksRevocations = found.Count > 0 && session.Get(HasRevocations).Scalar() == 1;
        foreach (Candidate candidate in found)
        {
            if (rows.Count < max && (!candidate.IsSuspect || mayTakeSuspect))
            {
                mayTakeSuspect &= !candidate.IsSuspect;
                rows.Add(TakeOne(session, candidate, consumer, checksRevocations));
            }
        }

        return rows;
    }

    /// <summary>Whether a claim would find something; cheap enough to ask without the write lock.</summary>
    public static bool IsWorthwhile(SqliteSession session, IReadOnlyList<string> queues, bool mayTakeSuspect, DateTimeOffset? nextDelayed, DateTimeOffset now)
    {
        return nextDelayed <= now || queues.Any(queue => session.Get(HasReady).Add(queue).Scalar() == 1
            || (mayTakeSuspect && session.Get(HasSuspect).Add(queue).Scalar() == 1));
    }

    /// <summary>When the next delayed message, of any queue, comes to its time.</summary>
    public static DateTimeOffset? FindNextDelayed(SqliteSession session)
    {
        return session.Get(NextDelayed).Scalar() is { } at ? Instants.FromMicroseconds(at) : null;
    }

    private static void Collect(Statement select, bool isSuspect, List<Candidate> found)
    {
        while (select.Step())
        {
            found.Add(new Candidate(select.Long(0), select.Long(1), isSuspect));
        }
    }

    private static ClaimedRow TakeOne(SqliteSession session, Candidate candidate, long consumer, bool checksRevocations)
    {
        Statement take = session.Get(Take).Add(consumer).Add(candidate.Sequence);
        take.Step();
        var row = new ClaimedRow
        {
            Sequence = candidate.Sequence,
            Consumer = consumer,
            Deliveries = take.Int(0),
            IsSuspect = candidate.IsSuspect,
            EnqueuedAt = take.Instant(8),
            Queue = take.Text(1),
            Headers = take.Bytes(2).ToArray(),
            Properties = take.Bytes(3).ToArray(),
            ContentType = take.Text(4),
            ContentEncoding = take.Text(5),
            Body = take.Bytes(6).ToArray(),
            IsRevoked = checksRevocations && session.Get(IsRevoked).Add(take.Text(7)).Scalar() == 1,
        };
        take.Run();
        return row;
    }

    private readonly record struct Candidate(long Sequence, long Priority, bool IsSuspect);
}
