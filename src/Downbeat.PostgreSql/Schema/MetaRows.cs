using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Schema;

/// <summary>Facts about the database as a whole.</summary>
internal static class MetaRows
{
    public const string StoreId = "store_id";
    public const string TimeZoneVersion = "time_zone_version";

    private const string SelectValue = "SELECT value FROM downbeat.meta WHERE key = $1";
    private const string Upsert =
        "INSERT INTO downbeat.meta (key, value) VALUES ($1, $2) ON CONFLICT (key) DO UPDATE SET value = excluded.value WHERE meta.value <> excluded.value";

    public static Command Select(PostgreSqlDatabase database, string key) => database.Command(SelectValue).Add(key);

    public static Command Set(PostgreSqlDatabase database, string key, string value) => database.Command(Upsert).Add(key).Add(value);

    public static ValueTask<string?> FindAsync(PostgreSqlDatabase database, string key, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(static row => row.Text(0)), cancellationToken, Select(database, key))!;
    }
}
