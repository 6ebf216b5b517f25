namespace Downbeat.Chaos;

/// <summary>
/// Workers and beats, as many machines would run them, on one server: processes die or stand still, the server dies, the network breaks, and the
/// clocks of the machines are hours apart.
/// </summary>
public sealed class PostgreSqlChaosTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Whatever_breaks_every_task_ends_once_and_every_occurrence_fires_once()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        var plan = ChaosPlan.OfServer();
        using PostgreSqlServer server = PostgreSqlServer.StartNew();
        using var proxy = new Proxy(server.Port);
        using var site = Site.OnServer(server.Url(server.Port), server.Url(proxy.Port));
        output.WriteLine($"DOWNBEAT_CHAOS_SEED={plan.Seed} DOWNBEAT_CHAOS_KILLS={plan.Blows.Count}, files in {site.Folder}");
        await Periodics.AddAsync(site);
        using var crew = new Crew(site, workers: 3, beats: 3, plan.Seed, hasSkewedClocks: true);
        var weather = new Weather(server, proxy);
        foreach (Blow blow in plan.Blows)
        {
            await Task.Delay(blow.Wait, TestContext.Current.CancellationToken);
            if (!await weather.TryStrikeAsync(blow.Victim))
            {
                await crew.StrikeAsync(blow);
            }
        }

        await crew.StopSendingAsync();
        await Periodics.StopAsync(site, DateTimeOffset.UtcNow);
        await Rest.ReachAsync(site);
        await crew.StopAsync();
        Audit audit = await Audit.ReadAsync(site);
        output.WriteLine($"{crew.Killed} processes killed; {string.Join(", ", plan.Blows.CountBy(blow => blow.Victim))}; {audit}");
        audit.Check();
        site.IsGood = true;
    }
}
