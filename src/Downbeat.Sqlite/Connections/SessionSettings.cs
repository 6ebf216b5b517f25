using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>Settles how connections use a file.</summary>
internal static class SessionSettings
{
    private const int WriterCacheKibibytes = 32 * 1024;

    // The pages a reader keeps are worthless as soon as somebody writes.
    private const int ReaderCacheKibibytes = 4 * 1024;

    // Of a page that is written again and again only the last state goes back to the file: the longer the log, the fewer writes. 16 MB are soon read.
    private const int LogPages = 4_000;

    // How much of the write-ahead log's file stays when it starts over.
    private const int LogBytesKept = 16 * 1024 * 1024;
    private const int QueryPlannerStability = 1007;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(2);

    public static void PrepareWriter(SqliteSession session, TimeSpan patience)
    {
        KeepPlans(session);
        if (raw.sqlite3_db_readonly(session.Handle, "main") == 1)
        {
            throw SqliteErrors.Of(raw.SQLITE_READONLY, session.File, "it could only be opened for reading");
        }

        // Turning the log on needs the file for oneself, and SQLite does not wait for somebody who may be waiting for the same: it is asked again.
        raw.sqlite3_busy_timeout(session.Handle, 0);
        long started = TimeProvider.System.GetTimestamp();
        while (!TryUseLog(session, mayFail: TimeProvider.System.GetElapsedTime(started) < patience))
        {
            CancellationToken.None.WaitHandle.WaitOne(Pause);
        }

        session.Execute(
            $"PRAGMA synchronous = FULL; PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{WriterCacheKibibytes}");
        session.Execute($"PRAGMA wal_autocheckpoint = {LogPages}; PRAGMA journal_size_limit = {LogBytesKept}");
    }

    public static void PrepareReader(SqliteSession session, TimeSpan patience)
    {
        KeepPlans(session);
        raw.sqlite3_busy_timeout(session.Handle, (int)patience.TotalMilliseconds);
        session.Execute($"PRAGMA temp_store = MEMORY; PRAGMA cache_size = -{ReaderCacheKibibytes}; PRAGMA query_only = ON");
    }

    // Otherwise a statement with a parameter as its limit is compiled anew each time it is used, because another limit might have another plan.
    private static void KeepPlans(SqliteSession session)
    {
        _ = raw.sqlite3_db_config(session.Handle, QueryPlannerStability, 1, out _);
    }

    private static bool TryUseLog(SqliteSession session, bool mayFail)
    {
        try
        {
            if (session.Get("PRAGMA page_count").Scalar() == 0)
            {
                // Only an empty file can learn to give its free pages back one by one.
                session.Execute("PRAGMA auto_vacuum = INCREMENTAL");
            }

            Statement turnOn = session.Get("PRAGMA journal_mode = WAL");
            string mode = turnOn.Step() ? turnOn.Text(0) : "";
            turnOn.Reset();
            return mode == "wal" ? true : throw new UnavailableException(
                $"{session.File} cannot have a write-ahead log, its journal stays in mode '{mode}'; put it on a local disk", isTransient: false);
        }
        catch (UnavailableException exception) when (mayFail && SqliteErrors.IsLocked(exception))
        {
            return false;
        }
    }
}
