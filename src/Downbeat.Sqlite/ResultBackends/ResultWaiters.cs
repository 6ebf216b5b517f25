using System.Collections.Concurrent;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ResultBackends;

/// <summary>
/// Those who wait for results. One loop looks for all of them together whenever results may have been stored, so that a thousand who wait cost
/// little more than one.
/// </summary>
internal sealed class ResultWaiters(SqliteDatabase database)
{
    private readonly ConcurrentDictionary<Waiter, string> _waiting = new();
    private readonly Lock _lock = new();
    private bool _isRunning;

    /// <summary>Completes when the task has finished, or may have: the caller looks for itself.</summary>
    public async Task WaitAsync(string id, CancellationToken cancellationToken)
    {
        database.Watch();
        var waiter = new Waiter();
        _waiting[waiter] = id;
        EnsureRunning();
        try
        {
            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        finally
        {
            _waiting.TryRemove(waiter, out _);
        }
    }

    private void EnsureRunning()
    {
        lock (_lock)
        {
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(RunAsync);
            }
        }
    }

    private async Task RunAsync()
    {
        long seen = 0;
        while (true)
        {
            seen = await database.Results.WaitAsync(seen, CancellationToken.None).ConfigureAwait(false);
            try
            {
                ReleaseFinished();
            }
            catch (Exception exception) when (exception is DownbeatException or ObjectDisposedException)
            {
                // Whoever waits looks for itself and meets the error where it can be reported.
                foreach (Waiter waiter in _waiting.Keys)
                {
                    waiter.TrySetResult();
                }
            }

            lock (_lock)
            {
                if (_waiting.IsEmpty)
                {
                    _isRunning = false;
                    return;
                }
            }
        }
    }

    private void ReleaseFinished()
    {
        database.Read(session =>
        {
            foreach ((Waiter waiter, string id) in _waiting)
            {
                Statement select = session.Get(ResultRows.SelectState).Add(id);
                if (select.Step() && ResultRows.ReadState(select).State.IsFinished)
                {
                    waiter.TrySetResult();
                }

                select.Reset();
            }

            return true;
        });
    }

    private sealed class Waiter() : TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
}
