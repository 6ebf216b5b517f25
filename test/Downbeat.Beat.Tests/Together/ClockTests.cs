using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Tests.Together;

/// <summary>The clock of the machine is set.</summary>
public sealed class ClockTests : Timed
{
    public ClockTests() => Host = new BeatHost(Files, Time);

    [Fact]
    public async Task A_clock_set_back_an_hour_fires_nothing_twice_and_loses_nothing()
    {
        await Host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(1));
        await FiresAsync(1);

        Time.AdjustTime(Time.GetUtcNow().AddHours(-1));
        long ticks = Host.Health.Current.Ticks;
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks >= ticks + 3), "ticks by the clock that was set back");
        (await Host.FiresAsync()).Count.ShouldBe(1);
        Host.Health.Check().IsReady.ShouldBeTrue();

        Time.AdjustTime(Start.AddMinutes(2).AddSeconds(1));
        (await FiresAsync(2)).Select(fire => fire.Nominal).ShouldBe([Start.AddMinutes(1), Start.AddMinutes(2)]);
    }

    [Fact]
    public async Task A_clock_set_forward_an_hour_is_noticed_within_a_second_and_what_it_jumped_over_was_missed()
    {
        await Host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await Host.StartAsync();
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks > 0), "the first tick");

        Time.AdjustTime(Start.AddHours(1).AddSeconds(30));
        List<Fire> fires = await FiresAsync(2);

        fires[0].ShouldSatisfyAllConditions(
            fire => fire.Outcome.ShouldBe(FireOutcome.Skipped), fire => fire.Count.ShouldBe(59), fire => fire.Nominal.ShouldBe(Start.AddMinutes(1)));
        fires[1].ShouldSatisfyAllConditions(
            fire => fire.Kind.ShouldBe(FireKind.CatchUp), fire => fire.Nominal.ShouldBe(Start.AddHours(1)),
            fire => fire.FiredAt.ShouldBeLessThan(Start.AddHours(1).AddSeconds(32)));
    }

    [Fact]
    public async Task Newer_time_zone_data_has_all_next_occurrences_found_anew_once()
    {
        await Host.Tasks.AddAsync(Minutely with { Schedule = Schedule.Crontab("0 4 * * *", "Europe/Berlin") }, cancellationToken: Token);
        DateTimeOffset next = (await Host.RowAsync("minutely")).NextRun!.Value;
        await Host.StartAsync();
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks > 0), "the first tick");
        await Host.DisposeAsync();
        await Sql.RunAsync(
            Files.Store,
            """
            UPDATE downbeat_meta SET value = '2000a' WHERE key = 'time_zone_version';
            UPDATE downbeat_periodic_task SET next_run_at = next_run_at + 3600000000, next_nominal_at = next_nominal_at + 3600000000;
            """);

        for (int start = 0; start < 2; start++)
        {
            await using var host = new BeatHost(Files, Time);
            await host.StartAsync();
            await UntilAsync(() => Task.FromResult(host.Health.Current.Ticks > 0), "the first tick");
            host.Logs.Count(line => line.Id == 3013).ShouldBe(start == 0 ? 1 : 0);
            (await host.RowAsync("minutely")).NextRun.ShouldBe(next);
        }
    }
}
