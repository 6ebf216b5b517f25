namespace Downbeat.Worker.Tests.Support;

/// <summary>Holds tasks up until the test lets them go.</summary>
internal sealed class Gate
{
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _entered;

    public int Entered => Volatile.Read(ref _entered);

    public void Open() => _open.TrySetResult();

    public async Task PassAsync(CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _entered);
        await _open.Task.WaitAsync(cancellationToken);
    }

    /// <summary>Code that listens to no token.</summary>
    public async Task PassDeafAsync()
    {
        Interlocked.Increment(ref _entered);
        await _open.Task;
    }

    public Task EnteredAsync(int count = 1) => Until.TrueAsync(() => Entered >= count, $"{count} tasks run");
}
