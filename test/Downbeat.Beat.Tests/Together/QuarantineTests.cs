using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Rows among a thousand that cannot be fired: the others are.</summary>
public sealed class QuarantineTests : Timed
{
    private const int Rows = 1_000;

    public QuarantineTests() => Host = new BeatHost(Files, Time);

    [Fact]
    public async Task A_row_that_cannot_be_understood_is_quarantined_and_the_others_fire()
    {
        await AddAsync();
        await Sql.RunAsync(Files.Store, "UPDATE downbeat_periodic_task SET kwargs = '{' WHERE name = 'task 500'");
        await FireAsync(500);

        PeriodicTaskRow poison = await Host.RowAsync("task 500");
        poison.Error!.ShouldStartWith("kwargs: ");
        poison.TotalRuns.ShouldBe(0);
        Host.Logs.Count(line => line.Id == 3012).ShouldBe(1);
        Host.Health.Current.Quarantined.ShouldBe(1);
    }

    [Fact]
    public async Task Rows_that_the_store_refuses_to_fire_are_found_and_quarantined_and_fire_when_they_were_edited()
    {
        await AddAsync();
        await Sql.RunAsync(
            Files.Store,
            """
            CREATE TRIGGER poison BEFORE INSERT ON downbeat_fire WHEN NEW.periodic_task_name IN ('task 0', 'task 500', 'task 501', 'task 900')
            BEGIN SELECT raise(ABORT, 'not this one'); END
            """);
        await FireAsync(0, 500, 501, 900);
        (await Host.RowAsync("task 500")).Error!.ShouldContain("not this one");

        await Sql.RunAsync(Files.Store, "DROP TRIGGER poison");
        await Host.Tasks.UpdateAsync("task 500", task => task with { Description = "put right" }, cancellationToken: Token);
        await UntilAsync(async () => (await Host.RowAsync("task 500")).TotalRuns == 1, "the fire of the row that was put right");
        (await Host.RowAsync("task 500")).Error.ShouldBeNull();
    }

    private async Task AddAsync()
    {
        await Task.WhenAll(Enumerable.Range(0, Rows).Select(i => Host.Tasks.AddAsync(Minutely with { Name = $"task {i}" }, cancellationToken: Token)));
    }

    private async Task FireAsync(params int[] poison)
    {
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(1));
        await UntilAsync(
            () => Task.FromResult(Host.Health.Current.Fires == Rows - poison.Length && Host.Health.Current.Quarantined == poison.Length), "all fires but some");

        List<Fire> fires = await Host.FiresAsync();
        fires.Select(fire => fire.PeriodicTaskName)
            .ShouldBe(Enumerable.Range(0, Rows).Except(poison).Select(i => $"task {i}"), ignoreOrder: true);
        fires.ShouldAllBe(fire => fire.Nominal == Start.AddMinutes(1));
    }
}
