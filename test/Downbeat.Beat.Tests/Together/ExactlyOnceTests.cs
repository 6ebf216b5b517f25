using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Several beats on one file: each occurrence is fired by one of them, and its message is there once.</summary>
public sealed class ExactlyOnceTests
{
    private static readonly TimeSpan Every = TimeSpan.FromMilliseconds(50);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Each_occurrence_is_fired_once_by_any_number_of_beats(int beats)
    {
        using var files = new Files();
        await using var hosts = new Hosts(beats, files);
        string[] names = [.. Enumerable.Range(0, 40).Select(i => $"task {i:00}")];
        await AddAsync(hosts.First, names);

        await hosts.StartAsync();
        await Eventually.IsTrueAsync(() => hosts.Fires >= 4_000, "4,000 fires");
        await hosts.StopAsync();

        await CheckAsync(hosts.First, names);
        hosts.All.Count(host => host.Health.Current.Fires > 0).ShouldBeGreaterThan(1);
    }

    [Fact]
    public async Task Beats_that_come_and_go_lose_nothing_and_double_nothing()
    {
        using var files = new Files();
        string[] names = [.. Enumerable.Range(0, 20).Select(i => $"task {i:00}")];
        await using (var first = new BeatHost(files))
        {
            await AddAsync(first, names);
        }

        for (int round = 0; round < 6; round++)
        {
            await using var hosts = new Hosts(2, files);
            await hosts.StartAsync();
            await Eventually.IsTrueAsync(() => hosts.Fires >= 200, "200 fires");
        }

        await using var last = new BeatHost(files);
        await CheckAsync(last, names);
    }

    [Fact]
    public async Task Edits_while_beats_run_lose_no_occurrence_and_double_none()
    {
        using var files = new Files();
        await using var hosts = new Hosts(2, files);
        string[] edited = [.. Enumerable.Range(0, 10).Select(i => $"edited {i}")];
        string[] toggled = [.. Enumerable.Range(0, 10).Select(i => $"toggled {i}")];
        string[] rescheduled = [.. Enumerable.Range(0, 10).Select(i => $"rescheduled {i}")];
        await AddAsync(hosts.First, [.. edited, .. toggled, .. rescheduled]);

        await hosts.StartAsync();
        for (int round = 0; hosts.Fires < 3_000; round++)
        {
            int number = round;
            string name = edited[round % 10];
            await hosts.First.Tasks.UpdateAsync(name, task => task with { Kwargs = new JsonObject { ["round"] = number } }, cancellationToken: Token);
            await hosts.First.Tasks.UpdateAsync(toggled[round % 10], task => task with { Enabled = !task.Enabled }, cancellationToken: Token);
            await hosts.First.Tasks.UpdateAsync(
                rescheduled[round % 10], task => task with { Schedule = Schedule.Every(Every + TimeSpan.FromMilliseconds(number % 7)) }, cancellationToken: Token);
        }

        await hosts.StopAsync();

        await CheckAsync(hosts.First, edited);
        List<Fire> fires = await hosts.First.FiresAsync();
        fires.Select(fire => fire.TaskId).ShouldBeUnique();
        fires.Select(fire => (fire.PeriodicTaskId, fire.Nominal)).ShouldBeUnique();
        (await hosts.First.MessagesAsync()).Order(StringComparer.Ordinal)
            .ShouldBe(fires.Select(fire => fire.TaskId).Order(StringComparer.Ordinal));
        foreach (string name in (string[])[.. toggled, .. rescheduled])
        {
            PeriodicTaskRow row = await hosts.First.RowAsync(name);
            fires.LongCount(fire => fire.PeriodicTaskId == row.Id).ShouldBe(row.TotalRuns);
        }
    }

    private static async Task AddAsync(BeatHost host, IReadOnlyList<string> names)
    {
        foreach (string name in names)
        {
            await host.Tasks.AddAsync(
                new PeriodicTask(name, "reports.build") { Schedule = Schedule.Every(Every), CatchUp = CatchUp.All }, cancellationToken: Token);
        }
    }

    private static async Task CheckAsync(BeatHost host, IReadOnlyList<string> names)
    {
        var messages = (await host.MessagesAsync()).ToHashSet(StringComparer.Ordinal);
        foreach (string name in names)
        {
            PeriodicTaskRow row = await host.RowAsync(name);
            List<Fire> fires = await host.FiresAsync(row.Id);
            fires.Select(fire => fire.Nominal)
                .ShouldBe(Enumerable.Range(1, fires.Count).Select(k => row.Anchor!.Value + (k * Every)), $"the occurrences of {name}, one after the other");
            fires.ShouldAllBe(fire => fire.Outcome == FireOutcome.Published && messages.Contains(fire.TaskId));
            row.TotalRuns.ShouldBe(fires.Count);
            row.LastTaskId.ShouldBe(fires[^1].TaskId);
        }
    }
}
