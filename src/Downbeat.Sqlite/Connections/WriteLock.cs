using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>Takes the file's write lock, which all processes share. Others hold it for a few milliseconds, so it is asked for often.</summary>
/// <remarks>SQLite's own busy handler backs off to a tenth of a second, which starves a process among busy ones.</remarks>
internal sealed class WriteLock(TimeProvider time, TimeSpan patience, CancellationToken stopping)
{
    private const int Spins = 20;
    private const int PrimaryCode = 0xFF;
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(1);

    /// <summary>Begins a transaction that may write.</summary>
    /// <param name="session">The session.</param>
    /// <param name="since">When the work was asked for: patience is counted from here.</param>
    /// <param name="isWanted">Whether anybody still wants it.</param>
    /// <returns>Whether it was begun; false when nobody wants it any more.</returns>
    /// <exception cref="UnavailableException">Somebody else has held the lock for too long.</exception>
    public bool Begin(SqliteSession session, long since, Func<bool>? isWanted = null)
    {
        raw.sqlite3_busy_timeout(session.Handle, 0);
        var spin = new SpinWait();
        for (int attempt = 0; ; attempt++)
        {
            int result = session.Get("BEGIN IMMEDIATE").TryRun();
            if (result == raw.SQLITE_DONE)
            {
                return true;
            }

            bool isLocked = (result & PrimaryCode) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;
            if (!isLocked || time.GetElapsedTime(since) >= patience || stopping.IsCancellationRequested)
            {
                throw SqliteErrors.Of(session.Handle, result);
            }

            if (isWanted?.Invoke() == false)
            {
                return false;
            }

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
