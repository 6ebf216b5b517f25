using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.Chaos;

/// <summary>Periodic tasks of every kind that can occur within seconds.</summary>
internal static class Periodics
{
    private const string Tick = "chaos.tick";

    public static async Task AddAsync(Site site)
    {
        await using var eye = new Eye(site);
        foreach (PeriodicTask task in All(DateTimeOffset.UtcNow))
        {
            await eye.Tasks.AddAsync(task, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until everything that occurred up to an instant is decided, then lets nothing occur any more.</summary>
    public static async Task StopAsync(Site site, DateTimeOffset until)
    {
        await Eventually.IsTrueAsync(
            () => Eye.LookAsync(site, async eye => (await eye.PeriodicAsync()).All(task => !task.Row.Enabled || task.Row.NextNominal > until)),
            () => Task.FromResult($"beats did not decide all that occurred until {until:O}"));
        await using var last = new Eye(site);
        foreach (PeriodicTaskEntry task in await last.PeriodicAsync())
        {
            await last.Tasks.DisableAsync(task.Name, cancellationToken: TestContext.Current.CancellationToken);
        }
    }

    private static IEnumerable<PeriodicTask> All(DateTimeOffset now)
    {
        yield return Every("every one, all caught up with", 200) with { CatchUp = CatchUp.All };
        yield return Every("the latest of the missed", 300);
        yield return Every("none of the missed", 500) with { CatchUp = CatchUp.None };
        yield return Every("delayed a little", 1000) with { Jitter = TimeSpan.FromMilliseconds(400), CatchUp = CatchUp.All };
        yield return Every("not too late", 400) with { StartingDeadline = TimeSpan.FromMilliseconds(700) };
        yield return Every("never two at once", 250) with
        {
            Task = "chaos.slow", Kwargs = new JsonObject { ["milliseconds"] = 120 }, Overlap = Overlap.Skip,
        };
        yield return Every("once", 1500) with { OneOff = true };
        yield return new PeriodicTask("at an instant", Tick) { Schedule = Schedule.Clocked(now.AddSeconds(3)) };
        yield return new PeriodicTask("each minute", Tick) { Schedule = Schedule.Crontab("* * * * *"), CatchUp = CatchUp.All };
    }

    private static PeriodicTask Every(string name, int milliseconds)
    {
        return new PeriodicTask(name, Tick) { Schedule = Schedule.Every(TimeSpan.FromMilliseconds(milliseconds)) };
    }
}
