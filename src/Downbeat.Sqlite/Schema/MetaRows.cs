using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Schema;

/// <summary>Facts about the file as a whole.</summary>
internal static class MetaRows
{
    public const string StoreId = "store_id";
    public const string TimeZoneVersion = "time_zone_version";

    private const string SelectValue = "SELECT value FROM downbeat_meta WHERE key = ?";
    private const string Upsert = "INSERT INTO downbeat_meta (key, value) VALUES (?, ?) ON CONFLICT (key) DO UPDATE SET value = excluded.value";

    public static string? Find(SqliteSession session, string key)
    {
        Statement select = session.Get(SelectValue).Add(key);
        string? value = select.Step() ? select.Text(0) : null;
        select.Reset();
        return value;
    }

    public static bool Set(SqliteSession session, string key, string value)
    {
        return session.Get(Upsert).Add(key).Add(value).Run() == 1;
    }
}
