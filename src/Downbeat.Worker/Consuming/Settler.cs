using System.Collections.Concurrent;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>
/// Writes what becomes of deliveries, in groups: while one group is written the next one gathers, so that groups grow with the load and an idle
/// worker adds no delay. Everything the worker tells of a run passes through here in order, so nothing old is told after something new.
/// </summary>
internal sealed class Settler : IThreadPoolWorkItem, IDisposable
{
    private const int MostAtOnce = 1_000;
    private readonly ConcurrentQueue<Pending> _pending = new();
    private readonly ConcurrentQueue<Run> _news = new();
    private readonly List<Pending> _settling = [];
    private readonly List<Pending> _storing = [];
    private readonly List<Pending> _marks = [];
    private readonly List<Run> _telling = [];
    private readonly CancellationTokenSource _aborted = new();
    private readonly SettleWriter _writer;
    private readonly Announcer _announcer;
    private readonly Room _room;
    private readonly ILogger _logger;
    private int _isActive;

    public Settler(SettleWriter writer, Announcer announcer, Room room, ILogger logger)
    {
        _writer = writer;
        _announcer = announcer;
        _room = room;
        _logger = logger;
    }

    /// <summary>A run has ended.</summary>
    public void Add(Run run, Outcome outcome)
    {
        _pending.Enqueue(new Pending(run, outcome));
        Wake();
    }

    /// <summary>Acknowledges a message before it runs.</summary>
    /// <returns>Whether the broker accepted it; not so when the message is somebody else's by now.</returns>
    public Task<bool> AcknowledgeAsync(Run run)
    {
        var outcome = new Outcome(Brokers.Settlement.Acknowledge(run.Delivery), State: null, Result: null);
        return AddAndWaitAsync(new Pending(run, outcome) { Written = new(TaskCreationOptions.RunContinuationsAsynchronously) });
    }

    /// <summary>Waits until everything added before is written, or given up.</summary>
    public Task FlushAsync()
    {
        return AddAndWaitAsync(new Pending(run: null, outcome: null) { Written = new(TaskCreationOptions.RunContinuationsAsynchronously) });
    }

    /// <summary>There is news of runs that have not ended.</summary>
    public void Announce(Run run)
    {
        _news.Enqueue(run);
        Wake();
    }

    /// <summary>Gives up what cannot be written now: its messages are delivered again when the lease has ended.</summary>
    public void Abort() => _aborted.Cancel();

    public void Execute() => _ = DrainAsync();

    public void Dispose() => _aborted.Dispose();

    private Task<bool> AddAndWaitAsync(Pending pending)
    {
        _pending.Enqueue(pending);
        Wake();
        return pending.Written!.Task;
    }

    private void Wake()
    {
        if (Interlocked.Exchange(ref _isActive, 1) == 0)
        {
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
        }
    }

    private async Task DrainAsync()
    {
        do
        {
            while (!_pending.IsEmpty || !_news.IsEmpty)
            {
                await WriteGroupAsync().ConfigureAwait(false);
            }

            Interlocked.Exchange(ref _isActive, 0);
        }
        while ((!_pending.IsEmpty || !_news.IsEmpty) && Interlocked.Exchange(ref _isActive, 1) == 0);
    }

    private async ValueTask WriteGroupAsync()
    {
        Gather();
        try
        {
            // The runs of these three are different ones, so their order among each other does not matter.
            Task telling = _telling.Count == 0 ? Task.CompletedTask : _announcer.TellAsync(_telling, _aborted.Token).AsTask();
            Task storing = _storing.Count == 0 ? Task.CompletedTask : _writer.StoreAsync(_storing, _aborted.Token).AsTask();
            if (_settling.Count > 0)
            {
                await _writer.SettleAsync(_settling, _aborted.Token).ConfigureAwait(false);
            }

            await storing.ConfigureAwait(false);
            await telling.ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _logger.SettlingBroke(exception, _settling.Count + _storing.Count);
        }

        Complete();
    }

    private void Gather()
    {
        while (_settling.Count + _storing.Count < MostAtOnce && _pending.TryDequeue(out Pending? pending))
        {
            List<Pending> target = pending.Run is null ? _marks
                : pending.Run.IsAcknowledged ? _storing
                : _settling;
            target.Add(pending);
        }

        while (_telling.Count < MostAtOnce && _news.TryDequeue(out Run? run))
        {
            // Of a run that has ended meanwhile the outcome is what counts.
            if (run.Phase != RunPhase.Ended)
            {
                _telling.Add(run);
            }
        }
    }

    private void Complete()
    {
        int released = _storing.Count;
        foreach (Pending pending in _settling)
        {
            released += pending.Written is null ? 1 : 0;
            pending.Written?.TrySetResult(false);
        }

        foreach (Pending mark in _marks)
        {
            mark.Written!.TrySetResult(true);
        }

        _settling.Clear();
        _storing.Clear();
        _marks.Clear();
        _telling.Clear();
        _room.Release(released);
    }
}
