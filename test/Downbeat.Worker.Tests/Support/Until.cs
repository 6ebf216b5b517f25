namespace Downbeat.Worker.Tests.Support;

/// <summary>Waits for a condition of something that really runs.</summary>
internal static class Until
{
    private static readonly TimeSpan Deadline = TimeSpan.FromSeconds(30);

    public static Task TrueAsync(Func<bool> condition, string what) => TrueAsync(() => Task.FromResult(condition()), what);

    public static async Task TrueAsync(Func<Task<bool>> condition, string what)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(started) > Deadline)
            {
                throw new TimeoutException($"waited {Deadline} in vain until {what}");
            }

            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
