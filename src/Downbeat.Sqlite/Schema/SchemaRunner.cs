using System.Globalization;
using Downbeat.Hosting;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Schema;

/// <summary>Brings a file's tables up to date: numbered scripts, each applied once, all of them under the file's write lock.</summary>
internal static class SchemaRunner
{
    private static readonly SchemaScript[] Scripts = SchemaScript.LoadAll();

    public static int Wanted => Scripts[^1].Version;

    /// <summary>The version a file has; 0 when it has none of our tables.</summary>
    public static int GetVersion(SqliteSession session)
    {
        return session.Get("SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'downbeat_schema'").Scalar() == 0
            ? 0
            : (int)(session.Get("SELECT max(version) FROM downbeat_schema").Scalar() ?? 0);
    }

    /// <returns>The versions that were applied.</returns>
    public static IReadOnlyList<int> Migrate(SqliteSession session, TimeProvider clock)
    {
        if (GetVersion(session) == Wanted)
        {
            return [];
        }

        session.Execute("BEGIN IMMEDIATE");
        try
        {
            IReadOnlyList<int> applied = Apply(session, clock);
            session.Execute("COMMIT");
            return applied;
        }
        catch
        {
            session.ResetAll();
            session.Execute("ROLLBACK");
            throw;
        }
    }

    private static List<int> Apply(SqliteSession session, TimeProvider clock)
    {
        int current = GetVersion(session);
        if (current > Wanted)
        {
            throw new SchemaException(string.Create(
                CultureInfo.InvariantCulture,
                $"the database has schema version {current}, this program knows {Wanted} at the most; use a newer version of Downbeat with it"));
        }

        var applied = new List<int>();
        foreach (SchemaScript script in Scripts.Where(script => script.Version > current))
        {
            session.Execute(script.Sql);
            using var record = new Statement(session.Handle, "INSERT INTO downbeat_schema (version, name, applied_at) VALUES (?, ?, ?)");
            record.Add(script.Version).Add(script.Name).Add(clock.GetUtcNow()).Run();
            applied.Add(script.Version);
        }

        return applied;
    }
}
