namespace Downbeat.Sqlite.Connections;

/// <summary>Connections that only read, each used by one thread at a time and kept for the next.</summary>
internal sealed class ReaderPool(Func<SqliteSession> open) : IDisposable
{
    private const int MostIdle = 8;
    private readonly Lock _lock = new();
    private readonly Stack<SqliteSession> _idle = new();
    private bool _isDisposed;

    public T Read<T>(Func<SqliteSession, T> work)
    {
        SqliteSession session = Take() ?? open();
        try
        {
            T result = work(session);
            Return(session);
            return result;
        }
        catch
        {
            // A statement may stand in the middle of its rows: closing ends the transaction that it keeps open.
            session.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _isDisposed = true;
            while (_idle.TryPop(out SqliteSession? session))
            {
                session.Dispose();
            }
        }
    }

    private SqliteSession? Take()
    {
        lock (_lock)
        {
            return _idle.TryPop(out SqliteSession? session) ? session : null;
        }
    }

    private void Return(SqliteSession session)
    {
        lock (_lock)
        {
            if (!_isDisposed && _idle.Count < MostIdle)
            {
                _idle.Push(session);
                return;
            }
        }

        session.Dispose();
    }
}
