namespace Downbeat.Chaos;

/// <summary>Processes are killed at random instants, under load. Nothing that was promised gets lost, and nothing happens that must not.</summary>
public sealed class ChaosTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Whoever_is_killed_whenever_every_task_ends_once_and_every_occurrence_fires_once(bool hasOwnBroker)
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        var plan = ChaosPlan.OfProcesses();
        using var site = new Site(hasOwnBroker);
        output.WriteLine($"DOWNBEAT_CHAOS_SEED={plan.Seed} DOWNBEAT_CHAOS_KILLS={plan.Blows.Count}, files in {site.Folder}");
        await Periodics.AddAsync(site);
        using var crew = new Crew(site, workers: 3, beats: 2, plan.Seed);
        foreach (Blow blow in plan.Blows)
        {
            await Task.Delay(blow.Wait, TestContext.Current.CancellationToken);
            await crew.StrikeAsync(blow);
        }

        await crew.StopSendingAsync();
        await Periodics.StopAsync(site, DateTimeOffset.UtcNow);
        await Rest.ReachAsync(site);
        await crew.StopAsync();
        Audit audit = await Audit.ReadAsync(site);
        output.WriteLine($"{crew.Killed} processes killed; {audit}");
        audit.Check();
        site.IsGood = true;
    }
}
