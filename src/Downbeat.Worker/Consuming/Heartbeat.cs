using Downbeat.Brokers;
using Downbeat.Worker.Execution;

namespace Downbeat.Worker.Consuming;

/// <summary>
/// Renews the lease and tells how the worker is doing. It has a thread of its own, so that tasks which occupy every thread of the pool cannot
/// make the worker look dead.
/// </summary>
internal sealed class Heartbeat : IDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly IBrokerConsumer _consumer;
    private readonly Func<WorkerReport> _report;
    private readonly Action<long> _lost;
    private readonly MonotonicClock _clock;
    private readonly TimeSpan _interval;
    private readonly TimeProvider _time;
    private readonly Availability _availability;

    /// <param name="consumer">Whose lease it is.</param>
    /// <param name="interval">The time between two beats.</param>
    /// <param name="report">How the worker is doing.</param>
    /// <param name="lost">Told that the lease had ended, and when that was asked: what was received since then may belong to the new lease.</param>
    /// <param name="clock">The clock of what was received.</param>
    /// <param name="time">The clock.</param>
    /// <param name="availability">Whether the broker takes it.</param>
    public Heartbeat(
        IBrokerConsumer consumer,
        TimeSpan interval,
        Func<WorkerReport> report,
        Action<long> lost,
        MonotonicClock clock,
        TimeProvider time,
        Availability availability)
    {
        _consumer = consumer;
        _interval = interval;
        _report = report;
        _lost = lost;
        _clock = clock;
        _time = time;
        _availability = availability;
    }

    public void Start()
    {
        new Thread(Beat) { IsBackground = true, Name = "downbeat heartbeat" }.Start();
    }

    public async ValueTask StopAsync()
    {
        await _stopping.CancelAsync().ConfigureAwait(false);
        await _stopped.Task.ConfigureAwait(false);
    }

    public void Dispose() => _stopping.Dispose();

    private void Beat()
    {
        TimeSpan pause = TimeSpan.Zero;
        while (Wait(pause))
        {
            try
            {
                long asked = _clock.Now;
                if (!_consumer.RenewAsync(_report(), _stopping.Token).AsTask().GetAwaiter().GetResult())
                {
                    _lost(asked);
                }

                _availability.Succeeded();
                pause = _interval;
            }
            catch (Exception exception) when (!_stopping.IsCancellationRequested)
            {
                // A lease is not lost by one beat that fails: the next one comes soon.
                TimeSpan soon = _availability.Failed(exception);
                pause = soon < _interval ? soon : _interval;
            }
            catch (Exception)
            {
                break;
            }
        }

        _stopped.TrySetResult();
    }

    // The system's timers ring on the thread pool, which may be busy; other clocks ring where they like.
    private bool Wait(TimeSpan pause)
    {
        if (ReferenceEquals(_time, TimeProvider.System))
        {
            return !_stopping.Token.WaitHandle.WaitOne(pause);
        }

        using var rings = new ManualResetEventSlim();
        using ITimer timer = _time.CreateTimer(
            static state => ((ManualResetEventSlim)state!).Set(), rings, pause, Timeout.InfiniteTimeSpan);
        return WaitHandle.WaitAny([rings.WaitHandle, _stopping.Token.WaitHandle]) == 0;
    }
}
