namespace Downbeat.Beat.Hosting;

/// <summary>Sleeps that something else may end.</summary>
internal static class Sleep
{
    /// <summary>Sleeps until a task ends or the time is up. Timers count whole milliseconds: a part of one is slept whole, so that nothing spins.</summary>
    public static async Task UntilAsync(Task early, TimeSpan longest, TimeProvider time, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (early.IsCompleted || longest <= TimeSpan.Zero)
        {
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var whole = TimeSpan.FromMilliseconds(Math.Ceiling(longest.TotalMilliseconds));
        await Task.WhenAny(early, Task.Delay(whole, time, over.Token)).ConfigureAwait(false);
        await over.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
