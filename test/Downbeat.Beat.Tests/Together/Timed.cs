using Microsoft.Extensions.Time.Testing;

namespace Downbeat.Beat.Tests.Together;

/// <summary>A beat whose clock the test moves.</summary>
public abstract class Timed : IAsyncDisposable
{
    protected static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    protected static readonly PeriodicTask Minutely = new("minutely", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(1)) };

    protected static CancellationToken Token => TestContext.Current.CancellationToken;

    protected FakeTimeProvider Time { get; } = new(Start);

    private protected Files Files { get; } = new();

    private protected BeatHost Host { get; set; } = null!;

    public async ValueTask DisposeAsync()
    {
        await Host.DisposeAsync();
        Files.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>Moves the clock on, all at once.</summary>
    protected void Pass(TimeSpan time) => Time.Advance(time);

    /// <summary>Waits; the clock goes on a little all the while, for those who sleep by it.</summary>
    protected Task UntilAsync(Func<Task<bool>> condition, string what)
    {
        return Eventually.IsTrueAsync(
            async () =>
            {
                Time.Advance(TimeSpan.FromMilliseconds(20));
                return await condition();
            },
            what);
    }

    private protected async Task<List<Downbeat.ScheduleStores.Fire>> FiresAsync(int count)
    {
        List<Downbeat.ScheduleStores.Fire> fires = [];
        await UntilAsync(async () => (fires = await Host.FiresAsync()).Count >= count, $"{count} fires");
        fires.Count.ShouldBe(count);
        return fires;
    }
}
