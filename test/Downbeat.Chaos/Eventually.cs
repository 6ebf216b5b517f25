using System.Diagnostics;

namespace Downbeat.Chaos;

/// <summary>Waits for what other processes bring about, up to a deadline that only a broken program meets.</summary>
internal static class Eventually
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task IsTrueAsync(Func<Task<bool>> condition, Func<Task<string>> what)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Patience)
            {
                Assert.Fail(await what());
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }
    }

    public static Task IsTrueAsync(Func<bool> condition, string what)
    {
        return IsTrueAsync(() => Task.FromResult(condition()), () => Task.FromResult($"{what} did not come true"));
    }
}
