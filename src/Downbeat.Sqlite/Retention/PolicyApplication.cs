using System.Globalization;
using Downbeat.Retention;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.Retention;

/// <summary>Recomputes the expiry of results after a change of policy. Where it stands is kept in the file, so that anybody can go on.</summary>
internal static class PolicyApplication
{
    private const string Applied = "retention_policy";
    private const string UnderWay = "retention_policy_under_way";
    private const string Cursor = "retention_cursor";
    private const string Nothing = "";

    private const string Select =
        """
        SELECT seq, name, state, coalesce(done_at, changed_at), keep, expires_at FROM downbeat_result
        WHERE seq > ? ORDER BY seq LIMIT ?
        """;

    private const string Update = "UPDATE downbeat_result SET expires_at = ? WHERE seq = ?";

    /// <summary>Whether the expiry of every result is this policy's.</summary>
    public static bool IsApplied(SqliteSession session, RetentionPolicy policy)
    {
        return MetaRows.Find(session, Applied) == policy.Describe();
    }

    /// <param name="session">A session within a transaction.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="max">Looks at so many results at the most.</param>
    /// <param name="hasBegun">Whether the caller has begun before. One that finds another policy under way since then leaves it to that one.</param>
    /// <returns>Whether there are more results to look at.</returns>
    public static bool ApplySome(SqliteSession session, RetentionPolicy policy, int max, bool hasBegun)
    {
        string words = policy.Describe();
        bool goesOn = MetaRows.Find(session, UnderWay) == words;
        if (IsApplied(session, policy) || (hasBegun && !goesOn))
        {
            return false;
        }

        long cursor = goesOn ? long.Parse(MetaRows.Find(session, Cursor)!, CultureInfo.InvariantCulture) : 0;
        if (!goesOn)
        {
            // From now on the expiries are nobody's: whoever deletes by another policy has to look twice.
            MetaRows.Set(session, Applied, Nothing);
            MetaRows.Set(session, UnderWay, words);
        }

        List<Change> changes = FindChanges(session, policy, ref cursor, max, out bool hasMore);
        foreach (Change change in changes)
        {
            session.Get(Update).Add(change.ExpiresAt).Add(change.Sequence).Run();
        }

        MetaRows.Set(session, Cursor, cursor.ToString(CultureInfo.InvariantCulture));
        if (!hasMore)
        {
            MetaRows.Set(session, Applied, words);
            MetaRows.Set(session, UnderWay, Nothing);
        }

        return hasMore;
    }

    private static List<Change> FindChanges(SqliteSession session, RetentionPolicy policy, ref long cursor, int max, out bool hasMore)
    {
        var changes = new List<Change>();
        int seen = 0;
        Statement select = session.Get(Select).Add(cursor).Add(max);
        while (select.Step())
        {
            seen++;
            cursor = select.Long(0);
            DateTimeOffset? expiresAt = policy.ExpiresAt(
                select.TextOrNull(1), new TaskState(select.Text(2)), select.Instant(3), select.DurationOrNull(4));
            if (expiresAt != select.InstantOrNull(5))
            {
                changes.Add(new Change(cursor, expiresAt));
            }
        }

        hasMore = seen == max;
        return changes;
    }

    private readonly record struct Change(long Sequence, DateTimeOffset? ExpiresAt);
}
