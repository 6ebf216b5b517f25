using System.Globalization;
using Downbeat.Retention;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.Retention;

/// <summary>Recomputes the expiry of finished results after a change of policy. Where it stands is kept in the file, so that anybody can go on.</summary>
internal static class PolicyApplication
{
    private const string Applied = "retention_policy";
    private const string UnderWay = "retention_policy_under_way";
    private const string Cursor = "retention_cursor";

    private const string Select =
        """
        SELECT seq, name, state, coalesce(done_at, changed_at), keep, expires_at FROM downbeat_result
        WHERE seq > ? ORDER BY seq LIMIT ?
        """;

    private const string Update = "UPDATE downbeat_result SET expires_at = ? WHERE seq = ?";

    public static bool IsApplied(SqliteSession session, RetentionPolicy policy)
    {
        return MetaRows.Find(session, Applied) == policy.Describe();
    }

    /// <returns>Whether there are more results to look at.</returns>
    public static bool ApplySome(SqliteSession session, RetentionPolicy policy, int max)
    {
        string words = policy.Describe();
        bool goesOn = MetaRows.Find(session, UnderWay) == words;
        long cursor = goesOn ? long.Parse(MetaRows.Find(session, Cursor)!, CultureInfo.InvariantCulture) : 0;
        List<Change> changes = FindChanges(session, policy, ref cursor, max, out bool hasMore);
        foreach (Change change in changes)
        {
            session.Get(Update).Add(change.ExpiresAt).Add(change.Sequence).Run();
        }

        MetaRows.Set(session, UnderWay, words);
        MetaRows.Set(session, Cursor, cursor.ToString(CultureInfo.InvariantCulture));
        if (!hasMore)
        {
            MetaRows.Set(session, Applied, words);
            MetaRows.Set(session, UnderWay, "");
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
