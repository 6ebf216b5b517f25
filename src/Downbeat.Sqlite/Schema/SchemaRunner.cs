using System.Globalization;
using Downbeat.Hosting;
using Downbeat.Sqlite.Connections;
using SQLitePCL;

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

    /// <summary>Whether a file has the version this program wants.</summary>
    /// <exception cref="SchemaException">The file is newer than this program.</exception>
    public static bool IsUpToDate(SqliteSession session)
    {
        int current = GetVersion(session);
        return current <= Wanted ? current == Wanted : throw new SchemaException(string.Create(
            CultureInfo.InvariantCulture,
            $"{session.File} has schema version {current}, this program knows {Wanted} at the most; use a newer version of Downbeat with it"));
    }

    /// <summary>Brings a file up to date in a transaction of its own, if it is not.</summary>
    /// <param name="session">A session that may write.</param>
    /// <param name="clock">Says when.</param>
    /// <param name="patience">How long to wait for others that write.</param>
    /// <returns>The versions that were applied.</returns>
    /// <exception cref="SchemaException">The file is newer than this program, or cannot hold our tables.</exception>
    public static IReadOnlyList<int> Migrate(SqliteSession session, TimeProvider clock, TimeSpan patience)
    {
        if (IsUpToDate(session))
        {
            return [];
        }

        new WriteLock(TimeProvider.System, patience, CancellationToken.None).Begin(session, TimeProvider.System.GetTimestamp());
        try
        {
            IReadOnlyList<int> applied = Apply(session, clock);
            session.Execute("COMMIT");
            return applied;
        }
        catch
        {
            session.ResetAll();
            _ = raw.sqlite3_exec(session.Handle, "ROLLBACK");
            throw;
        }
    }

    /// <summary>Brings a file up to date within the transaction under way.</summary>
    /// <param name="session">A session within a transaction.</param>
    /// <param name="clock">Says when.</param>
    /// <returns>The versions that were applied.</returns>
    /// <exception cref="SchemaException">The file is newer than this program, or cannot hold our tables.</exception>
    public static IReadOnlyList<int> Apply(SqliteSession session, TimeProvider clock)
    {
        if (IsUpToDate(session))
        {
            return [];
        }

        CheckEncoding(session);
        int current = GetVersion(session);
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

    // Texts are read as they lie in the file.
    private static void CheckEncoding(SqliteSession session)
    {
        Statement select = session.Get("PRAGMA encoding");
        string encoding = select.Step() ? select.Text(0) : "";
        select.Reset();
        if (encoding.StartsWith("UTF-16", StringComparison.Ordinal))
        {
            throw new SchemaException($"{session.File} keeps its texts in {encoding}, Downbeat's tables need UTF-8; give Downbeat a file of its own");
        }
    }
}
