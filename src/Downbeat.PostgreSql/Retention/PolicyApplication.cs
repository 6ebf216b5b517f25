using System.Globalization;
using Downbeat.PostgreSql.Connections;
using Downbeat.PostgreSql.Schema;
using Downbeat.Retention;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

/// <summary>Recomputes the expiry of results after a change of policy. Where it stands is kept in the database, so that anybody can go on.</summary>
internal static class PolicyApplication
{
    private const string Applied = "retention_policy";
    private const string UnderWay = "retention_policy_under_way";
    private const string Cursor = "retention_cursor";
    private const string Nothing = "";

    // Two who apply policies at once take turns.
    private const string Lock = "SELECT pg_advisory_xact_lock(hashtextextended('downbeat.result', 0))";
    private const string SelectAll = "SELECT key, value FROM downbeat.meta WHERE key = ANY ($1::text[])";

    private const string Select =
        """
        SELECT seq, name, state, coalesce(done_at, changed_at), keep, expires_at FROM downbeat.result
        WHERE seq > $1 ORDER BY seq LIMIT $2
        """;

    // What has been stored anew since it was looked at has its expiry from the policy of who stored it.
    private const string Update =
        """
        UPDATE downbeat.result r SET expires_at = d.expires_at
        FROM unnest($1::bigint[], $2::timestamptz[], $3::timestamptz[]) d (seq, expires_at, expired_at)
        WHERE r.seq = d.seq AND r.expires_at IS NOT DISTINCT FROM d.expired_at
        """;

    /// <summary>Whether the expiry of every result is this policy's.</summary>
    public static async ValueTask<bool> IsAppliedAsync(PostgreSqlDatabase database, RetentionPolicy policy, CancellationToken cancellationToken)
    {
        return await MetaRows.FindAsync(database, Applied, cancellationToken).ConfigureAwait(false) == policy.Describe();
    }

    /// <inheritdoc cref="IsAppliedAsync(PostgreSqlDatabase, RetentionPolicy, CancellationToken)" />
    public static async ValueTask<bool> IsAppliedAsync(PostgreSqlDatabase database, PostgreSqlTransaction transaction, RetentionPolicy policy)
    {
        string? applied = await transaction.QueryAsync(
            static rows => rows.FirstAsync(static row => row.Text(0)), MetaRows.Select(database, Applied)).ConfigureAwait(false);
        return applied == policy.Describe();
    }

    /// <param name="database">The database.</param>
    /// <param name="transaction">A transaction.</param>
    /// <param name="policy">The policy.</param>
    /// <param name="max">Looks at so many results at the most.</param>
    /// <param name="hasBegun">Whether the caller has begun before. One that finds another policy under way since then leaves it to that one.</param>
    /// <returns>Whether there are more results to look at.</returns>
    public static async ValueTask<bool> ApplySomeAsync(
        PostgreSqlDatabase database, PostgreSqlTransaction transaction, RetentionPolicy policy, int max, bool hasBegun)
    {
        string words = policy.Describe();
        await transaction.QueryAsync(static _ => new ValueTask<bool>(true), database.Command(Lock)).ConfigureAwait(false);
        Dictionary<string, string> meta = await ReadMetaAsync(database, transaction).ConfigureAwait(false);
        bool goesOn = meta.GetValueOrDefault(UnderWay) == words;
        if (meta.GetValueOrDefault(Applied) == words || (hasBegun && !goesOn))
        {
            return false;
        }

        long cursor = goesOn ? long.Parse(meta[Cursor], CultureInfo.InvariantCulture) : 0;
        if (!goesOn)
        {
            // From now on the expiries are nobody's: whoever deletes by another policy has to look twice.
            transaction.Defer(MetaRows.Set(database, Applied, Nothing));
            transaction.Defer(MetaRows.Set(database, UnderWay, words));
        }

        List<Seen> seen = await transaction.QueryAsync(
            rows => rows.AllAsync(row => Read(row, policy)), database.Command(Select).Add(cursor).Add(max)).ConfigureAwait(false);
        Seen[] changed = [.. seen.Where(one => one.ExpiresAt != one.ExpiredAt)];
        transaction.Defer(database.Command(Update)
            .AddAll([.. changed.Select(one => one.Sequence)]).AddAll(changed.Select(one => one.ExpiresAt)).AddAll(changed.Select(one => one.ExpiredAt)));
        cursor = seen.Count > 0 ? seen[^1].Sequence : cursor;
        transaction.Defer(MetaRows.Set(database, Cursor, cursor.ToString(CultureInfo.InvariantCulture)));
        if (seen.Count == max)
        {
            return true;
        }

        transaction.Defer(MetaRows.Set(database, Applied, words));
        transaction.Defer(MetaRows.Set(database, UnderWay, Nothing));
        return false;
    }

    private static async ValueTask<Dictionary<string, string>> ReadMetaAsync(PostgreSqlDatabase database, PostgreSqlTransaction transaction)
    {
        List<(string Key, string Value)> rows = await transaction.QueryAsync(
            static rows => rows.AllAsync(static row => (row.Text(0), row.Text(1))),
            database.Command(SelectAll).AddAll([Applied, UnderWay, Cursor])).ConfigureAwait(false);
        return rows.ToDictionary(row => row.Key, row => row.Value, StringComparer.Ordinal);
    }

    private static Seen Read(NpgsqlDataReader row, RetentionPolicy policy)
    {
        return new Seen(
            row.Long(0),
            policy.ExpiresAt(row.TextOrNull(1), new TaskState(row.Text(2)), row.Instant(3), row.DurationOrNull(4)),
            row.InstantOrNull(5));
    }

    private readonly record struct Seen(long Sequence, DateTimeOffset? ExpiresAt, DateTimeOffset? ExpiredAt);
}
