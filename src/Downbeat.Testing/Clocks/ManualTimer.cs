namespace Downbeat.Testing.Clocks;

/// <summary>A timer of a clock that is moved by hand.</summary>
internal sealed class ManualTimer(TimerList list, TimerCallback callback, object? state) : ITimer
{
    private readonly ExecutionContext? _context = ExecutionContext.Capture();
    private volatile bool _isDisposed;

    /// <summary>When it fires next. The list's business.</summary>
    public DateTimeOffset? DueAt { get; set; }

    /// <summary>The list's business.</summary>
    public TimeSpan Period { get; set; }

    /// <summary>The task whose run made it; null when it belongs to no run.</summary>
    public string? TaskId { get; } = TaskContext.Current?.TaskId;

    public bool Change(TimeSpan dueTime, TimeSpan period)
    {
        if (_isDisposed)
        {
            return false;
        }

        list.Arm(this, dueTime, period);
        return true;
    }

    public void Run()
    {
        if (_isDisposed)
        {
            return;
        }

        if (_context is null)
        {
            callback(state);
        }
        else
        {
            ExecutionContext.Run(_context, static timer => ((ManualTimer)timer!).Call(), this);
        }
    }

    public void Dispose()
    {
        _isDisposed = true;
        list.Disarm(this);
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }

    private void Call() => callback(state);
}
