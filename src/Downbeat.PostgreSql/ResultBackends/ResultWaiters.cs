using System.Collections.Concurrent;
using Downbeat.PostgreSql.Connections;
using Downbeat.ResultBackends;

namespace Downbeat.PostgreSql.ResultBackends;

/// <summary>
/// Those who wait for results. One loop looks for all of them together whenever results may have been stored, so that a thousand who wait cost
/// little more than one.
/// </summary>
internal sealed class ResultWaiters(PostgreSqlDatabase database)
{
    private readonly ConcurrentDictionary<Waiter, string> _waiting = new();
    private readonly Lock _lock = new();
    private bool _isRunning;

    /// <summary>Begins to wait for a task. The waiter's task completes when that task has finished, or may have: the caller looks for itself.</summary>
    public Waiter Add(string id)
    {
        database.Watch();
        var waiter = new Waiter(this);
        _waiting[waiter] = id;
        lock (_lock)
        {
            if (!_isRunning)
            {
                _isRunning = true;
                _ = Task.Run(RunAsync);
            }
        }

        return waiter;
    }

    private async Task RunAsync()
    {
        long seen = database.Results.Version;
        while (true)
        {
            try
            {
                await ReleaseFinishedAsync().ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is DownbeatException or ObjectDisposedException)
            {
                // Whoever waits looks for itself and meets the error where it can be reported.
                foreach (Waiter waiter in _waiting.Keys)
                {
                    waiter.Release();
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

            seen = await database.Results.WaitAsync(seen, CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async ValueTask ReleaseFinishedAsync()
    {
        KeyValuePair<Waiter, string>[] waiting = [.. _waiting];
        if (waiting.Length == 0)
        {
            return;
        }

        List<TaskStateInfo> states = await database.ReadAsync(
            static rows => rows.AllAsync(ResultRows.ReadState),
            CancellationToken.None,
            database.Command(ResultRows.SelectStates).AddAll(waiting.Select(one => one.Value).Distinct(StringComparer.Ordinal))).ConfigureAwait(false);
        var finished = states.Where(state => state.State.IsFinished).Select(state => state.Id).ToHashSet(StringComparer.Ordinal);
        foreach ((Waiter waiter, string id) in waiting)
        {
            if (finished.Contains(id))
            {
                waiter.Release();
            }
        }
    }

    /// <summary>One who waits, until it is disposed.</summary>
    internal sealed class Waiter(ResultWaiters owner) : IDisposable
    {
        private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Task => _released.Task;

        public void Release() => _released.TrySetResult();

        public void Dispose() => owner._waiting.TryRemove(this, out _);
    }
}
