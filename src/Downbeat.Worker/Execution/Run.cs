using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Tasks;

namespace Downbeat.Worker.Execution;

/// <summary>A delivery on its way through the worker: what is known of it, and who may decide what becomes of it.</summary>
/// <remarks>
/// Several may want to end a run: its own code, its hard time limit, a revoke, a shutdown. The first one that moves it to
/// <see cref="RunPhase.Ended"/> decides; the others find it ended and do nothing.
/// </remarks>
[SuppressMessage(
    "Design", "CA1001", Justification = "A source without a timer holds nothing; its token may be used by code that outlives the run.")]
internal sealed class Run(Delivery delivery, TaskDefinition? definition, DateTimeOffset receivedAt, long received, IRunner runner)
    : IThreadPoolWorkItem, IProgressSink
{
    private CancellationTokenSource? _cancellation;
    private int _phase;
    private int _cause;
    private int _isParked;

    public Delivery Delivery { get; } = delivery;

    public TaskHeaders Headers => Delivery.Message.Headers;

    /// <summary>The task; null when this worker does not know it.</summary>
    public TaskDefinition? Definition { get; } = definition;

    public DateTimeOffset ReceivedAt { get; } = receivedAt;

    /// <summary>When it was received, by the monotonic clock.</summary>
    public long Received { get; } = received;

    /// <summary>The slot it has while it runs.</summary>
    public int Slot { get; set; } = -1;

    public RunPhase Phase => (RunPhase)Volatile.Read(ref _phase);

    public CancelCause Cause => (CancelCause)Volatile.Read(ref _cause);

    /// <summary>Why it was revoked, when it was.</summary>
    public string? RevokeReason { get; set; }

    /// <summary>Whether its message was acknowledged before it ran.</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Whether it waits for its eta here, because its broker cannot.</summary>
    public bool IsParked
    {
        get => Volatile.Read(ref _isParked) == 1;
        set => Volatile.Write(ref _isParked, value ? 1 : 0);
    }

    /// <summary>Its message's body, once it was read.</summary>
    public MessageBody? Body { get; set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public Limits Limits { get; private set; }

    /// <summary>Its span; null when nobody listens.</summary>
    public Activity? Activity { get; set; }

    public RunNews News { get; } = new();

    public RunDeadlines Deadlines { get; } = new();

    /// <summary>Whether nothing is kept of it.</summary>
    public bool IgnoresResult => Headers.IgnoreResult || Definition is { Options.IgnoreResult: true };

    /// <summary>What the broker's clock shows when this process's shows a time.</summary>
    public DateTimeOffset ByBroker(DateTimeOffset time) => time + Delivery.ClockOffset;

    public CancellationToken Token => _cancellation!.Token;

    /// <summary>It gets a slot.</summary>
    /// <returns>Whether it may run; not so when it was ended while it waited.</returns>
    public bool TryBegin()
    {
        _cancellation = new CancellationTokenSource();
        return Move(RunPhase.Waiting, RunPhase.Running);
    }

    /// <summary>Its code starts now.</summary>
    public void Start(DateTimeOffset now, long started, Limits limits)
    {
        StartedAt = now;
        Limits = limits;
        News.Start(started);
        Deadlines.Start(started, limits);
    }

    /// <returns>Whether the caller decides what becomes of it.</returns>
    public bool TryEnd() => Move(RunPhase.Running, RunPhase.Ended);

    /// <inheritdoc cref="TryEnd"/>
    public bool TryEndUnstarted() => Move(RunPhase.Waiting, RunPhase.Ended);

    /// <returns>Whether the caller takes it out of its place.</returns>
    public bool TryUnpark() => Interlocked.Exchange(ref _isParked, 0) == 1;

    /// <summary>Cancels its token. Whoever listens to the token does so on the thread pool, not on the caller's thread.</summary>
    /// <returns>Whether there was no such cause, nor a stronger one, before.</returns>
    public bool Cancel(CancelCause cause)
    {
        int known = Volatile.Read(ref _cause);
        while (known < (int)cause)
        {
            int found = Interlocked.CompareExchange(ref _cause, (int)cause, known);
            if (found == known)
            {
                // Those who listen to the token are the task's; what they throw has no place here.
                _ = _cancellation!.CancelAsync().ContinueWith(
                    static task => _ = task.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                return true;
            }

            known = found;
        }

        return false;
    }

    public void Execute() => runner.Run(this);

    public void Report(string taskId, TaskProgress progress)
    {
        News.Report(progress);
        if (Phase == RunPhase.Running)
        {
            runner.NoticeProgress(this);
        }
    }

    /// <summary>What was to be told of it could not be told.</summary>
    public void TellAgain(long at)
    {
        News.TellAgain(at);
        runner.NoticeProgress(this);
    }

    private bool Move(RunPhase from, RunPhase to) => Interlocked.CompareExchange(ref _phase, (int)to, (int)from) == (int)from;
}
