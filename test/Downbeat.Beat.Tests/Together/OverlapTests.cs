using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Occurrences that come while the previous run has not finished, as the result backend tells it.</summary>
public sealed class OverlapTests : Timed
{
    public OverlapTests() => Host = new BeatHost(Files, Time);

    [Fact]
    public async Task A_run_that_lasts_keeps_the_next_ones_from_starting_until_it_has_finished()
    {
        string first = await FireFirstAsync(Overlap.Skip);
        await StoreAsync(first, TaskState.Started);
        Pass(TimeSpan.FromMinutes(1));
        Fire second = (await FiresAsync(2))[1];
        await StoreAsync(first, TaskState.Success);
        Pass(TimeSpan.FromMinutes(1));
        List<Fire> fires = await FiresAsync(3);

        second.ShouldSatisfyAllConditions(
            fire => fire.Outcome.ShouldBe(FireOutcome.Skipped), fire => fire.Reason.ShouldBe($"the previous run, {first}, has not finished"));
        fires[2].Outcome.ShouldBe(FireOutcome.Published);
        fires[0].RunState.ShouldBe("SUCCESS");
        (await Host.RowAsync("minutely")).TotalRuns.ShouldBe(2);
        (await Host.MessagesAsync()).ShouldBe([first, fires[2].TaskId], ignoreOrder: true);
    }

    [Fact]
    public async Task A_run_nobody_knows_of_blocks_for_an_hour()
    {
        await FireFirstAsync(Overlap.Skip);
        Pass(TimeSpan.FromMinutes(58));
        (await PublishedByAsync(Start.AddMinutes(59))).ShouldBe(1);
        Pass(TimeSpan.FromMinutes(3));

        (await PublishedByAsync(Start.AddMinutes(62))).ShouldBe(2);
    }

    [Fact]
    public async Task A_run_that_is_known_to_go_on_blocks_for_longer_than_one_nobody_knows_of()
    {
        string first = await FireFirstAsync(Overlap.Skip);
        await StoreAsync(first, TaskState.Started);
        for (int minute = 21; minute < 120; minute += 20)
        {
            Pass(TimeSpan.FromMinutes(20));
            (await PublishedByAsync(Start.AddMinutes(minute))).ShouldBe(1);
        }
    }

    [Fact]
    public async Task A_result_that_was_deleted_counts_as_finished()
    {
        string first = await FireFirstAsync(Overlap.Skip);
        await StoreAsync(first, TaskState.Started);
        await UntilAsync(async () => (await Host.FiresAsync())[0].RunState == "STARTED", "the copied state");
        await Host.Results.ForgetAsync([first], Token);
        await UntilAsync(async () => (await Host.RowAsync("minutely")).BusyUntil is null, "the end of the run");
        Pass(TimeSpan.FromSeconds(50));

        (await FiresAsync(2))[1].Outcome.ShouldBe(FireOutcome.Published);
    }

    [Fact]
    public async Task The_next_occurrence_revokes_a_run_that_has_not_finished_and_only_such_a_one()
    {
        string first = await FireFirstAsync(Overlap.CancelPrevious);
        await StoreAsync(first, TaskState.Started);
        Pass(TimeSpan.FromMinutes(1));
        string second = (await FiresAsync(2))[1].TaskId;
        await UntilAsync(async () => (await Host.FiresAsync())[1].Outcome == FireOutcome.Published, "the second message");
        await StoreAsync(second, TaskState.Success);
        Pass(TimeSpan.FromMinutes(1));
        string third = (await FiresAsync(3))[2].TaskId;
        await UntilAsync(async () => (await Host.FiresAsync())[2].Outcome == FireOutcome.Published, "the third message");

        (await Host.Broker.Revocations.FindAsync([first, second, third], Token)).ShouldHaveSingleItem().TaskId.ShouldBe(first);
    }

    private async Task<string> FireFirstAsync(Overlap overlap)
    {
        await Host.Tasks.AddAsync(Minutely with { Overlap = overlap }, cancellationToken: Token);
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(1));
        return (await FiresAsync(1))[0].TaskId;
    }

    private async Task<int> PublishedByAsync(DateTimeOffset nominal)
    {
        await UntilAsync(async () => (await Host.RowAsync("minutely")).Watermark >= nominal, $"the occurrence at {nominal:t}");
        return (await Host.FiresAsync()).Count(fire => fire.Outcome == FireOutcome.Published);
    }

    private async Task StoreAsync(string id, TaskState state)
    {
        DateTimeOffset? done = state.IsFinished ? Time.GetUtcNow() : null;
        await Host.Results.StoreAsync([new TaskResult { Id = id, State = state, Name = "reports.build", StartedAt = Time.GetUtcNow(), DoneAt = done }], Token);
    }
}
