using System.Diagnostics;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Waits for what other threads bring about: asks again and again, up to a deadline that only a broken program meets.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public static Task IsTrueAsync(Func<bool> condition, string what = "the condition")
    {
        return IsTrueAsync(() => Task.FromResult(condition()), what);
    }

    public static async Task IsTrueAsync(Func<Task<bool>> condition, string what = "the condition")
    {
        long started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, $"{what} did not come true");
            await Task.Delay(5, TestContext.Current.CancellationToken);
        }
    }
}
