using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>Takes the file's write lock, which all processes share. Others hold it for a few milliseconds, so it is asked for often.</summary>
/// <remarks>SQLite's own busy handler backs off to a tenth of a second, which starves a process among busy ones.</remarks>
internal sealed class WriteLock(TimeProvider time, CancellationToken stopping)
{
    private const int Spins = 20;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Begins a transaction that may write.</summary>
    /// <exception cref="UnavailableException">Somebody else has held the lock for half a minute.</exception>
    public void Begin(SqliteSession session)
    {
        raw.sqlite3_busy_timeout(session.Handle, 0);
        long started = time.GetTimestamp();
        var spin = new SpinWait();
        for (int attempt = 0; ; attempt++)
        {
            try
            {
                session.Get("BEGIN IMMEDIATE").Run();
                return;
            }
            catch (UnavailableException) when (IsLocked(session) && time.GetElapsedTime(started) < Patience && !stopping.IsCancellationRequested)
            {
                if (attempt < Spins)
                {
                    spin.SpinOnce(sleep1Threshold: -1);
                }
                else
                {
                    stopping.WaitHandle.WaitOne(Pause);
                }
            }
        }
    }

    private static bool IsLocked(SqliteSession session)
    {
        return (raw.sqlite3_errcode(session.Handle) & 0xFF) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
    }
}
