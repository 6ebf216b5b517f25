namespace Downbeat.Beat.Hosting;

/// <summary>Ends a sleep early. One waits, anybody wakes; a call that comes while nobody waits ends the next sleep.</summary>
internal sealed class Wake(TimeProvider time)
{
    private readonly Lock _lock = new();
    private TaskCompletionSource _called = New();

    public void Call()
    {
        lock (_lock)
        {
            _called.TrySetResult();
        }
    }

    public async Task SleepAsync(TimeSpan longest, CancellationToken cancellationToken)
    {
        Task called;
        lock (_lock)
        {
            called = _called.Task;
        }

        await Sleep.UntilAsync(called, longest, time, cancellationToken).ConfigureAwait(false);
        lock (_lock)
        {
            if (_called.Task.IsCompleted)
            {
                _called = New();
            }
        }
    }

    private static TaskCompletionSource New() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
