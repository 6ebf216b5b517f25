using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Time.Testing;

namespace Downbeat.Beat.Tests.Together;

/// <summary>The broker in another database: fires wait in the outbox until they are sent.</summary>
public sealed class OutboxTests : IAsyncDisposable
{
    private static readonly DateTimeOffset Start = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly PeriodicTask Minutely = new("minutely", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(1)) };
    private readonly Files _files = new(hasOwnBroker: true);
    private readonly FakeTimeProvider _time = new(Start);
    private BeatHost _host;

    public OutboxTests()
    {
        _host = new BeatHost(_files, _time, configure: FlakyBroker.Use);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private FlakyBroker Broker => _host.Services.GetRequiredService<FlakyBroker>();

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _files.Dispose();
    }

    [Fact]
    public async Task A_broker_that_fails_now_and_then_gets_each_message_once()
    {
        await using var hosts = new FlakyHosts(2, _files);
        foreach (int i in Enumerable.Range(0, 20))
        {
            await hosts.First.Tasks.AddAsync(
                Minutely with { Name = $"task {i}", Schedule = Schedule.Every(TimeSpan.FromMilliseconds(50)), CatchUp = CatchUp.All }, cancellationToken: Token);
        }

        await hosts.RunUntilAsync(fires: 1_500);
        await hosts.DrainAsync();

        List<Fire> fires = await hosts.First.FiresAsync();
        fires.ShouldAllBe(fire => fire.Outcome == FireOutcome.Published);
        (await hosts.First.MessagesAsync()).Order(StringComparer.Ordinal).ShouldBe(fires.Select(fire => fire.TaskId).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task What_waited_is_sent_as_its_catch_up_says_when_the_broker_is_back()
    {
        foreach (CatchUp catchUp in Enum.GetValues<CatchUp>())
        {
            await _host.Tasks.AddAsync(Minutely with { Name = catchUp.ToString(), CatchUp = catchUp }, cancellationToken: Token);
        }

        Broker.IsAway = true;
        await _host.StartAsync();
        for (int minute = 1; minute <= 5; minute++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await FiredAsync(3 * minute);
        }

        await Eventually.IsTrueAsync(() => _host.Health.Current.Broker.Error is not null, "the broker's absence");
        _host.Logs.Count(line => line.Id == 3020).ShouldBe(1);
        await RestartLaterAsync(TimeSpan.FromSeconds(15));
        await SettledAsync();

        (await OutcomesAsync("Latest")).ShouldBe("....p");
        (await OutcomesAsync("All")).ShouldBe("ppppp");
        (await OutcomesAsync("None")).ShouldBe(".....");
        List<string> messages = await _host.MessagesAsync();
        List<Fire> sent = [.. (await _host.FiresAsync()).Where(fire => fire.Outcome == FireOutcome.Published)];
        messages.ShouldBe(sent.Select(fire => fire.TaskId), "oldest first");
    }

    [Fact]
    public async Task That_the_broker_is_away_and_back_is_told_once()
    {
        await _host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        Broker.IsAway = true;
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(1);
        int attempts = Broker.Attempts;
        await Eventually.IsTrueAsync(() =>
        {
            _time.Advance(TimeSpan.FromMilliseconds(100));
            return Broker.Attempts > attempts + 3;
        });
        Broker.IsAway = false;
        await SettledAsync();

        // The relay tells of it right after it has settled what it sent.
        await Eventually.IsTrueAsync(() => _host.Logs.Any(line => line.Id == 3021), "the line about the broker's return");
        _host.Logs.Count(line => line.Id == 3020).ShouldBe(1);
        _host.Logs.Count(line => line.Id == 3021).ShouldBe(1);
        _host.Health.Current.Broker.IsAvailable.ShouldBeTrue();
    }

    [Fact]
    public async Task What_is_too_old_or_has_expired_is_not_sent()
    {
        await _host.Tasks.AddAsync(Minutely with { Name = "deadline", StartingDeadline = TimeSpan.FromSeconds(30), CatchUp = CatchUp.All }, cancellationToken: Token);
        await _host.Tasks.AddAsync(Minutely with { Name = "expiry", ExpiresAfter = TimeSpan.FromSeconds(30), CatchUp = CatchUp.All }, cancellationToken: Token);
        Broker.IsAway = true;
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(2);
        await RestartLaterAsync(TimeSpan.FromSeconds(31));
        await SettledAsync();

        (await FireAsync("deadline")).ShouldSatisfyAllConditions(
            fire => fire.Outcome.ShouldBe(FireOutcome.Skipped), fire => fire.Reason.ShouldBe("its starting deadline passed while it waited to be sent"));
        (await FireAsync("expiry")).ShouldSatisfyAllConditions(
            fire => fire.Outcome.ShouldBe(FireOutcome.Expired), fire => fire.Reason.ShouldBe("its message expired while it waited to be sent"));
        (await _host.MessagesAsync()).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_message_the_broker_refuses_fails_and_the_others_are_sent()
    {
        foreach (int i in Enumerable.Range(0, 10))
        {
            await _host.Tasks.AddAsync(Minutely with { Name = $"task {i}", Task = i == 4 ? "poison" : "reports.build" }, cancellationToken: Token);
        }

        Broker.Refuses = "poison";
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(10);
        await SettledAsync();

        (await FireAsync("task 4")).Reason!.ShouldStartWith("the broker did not take it: ");
        (await FireAsync("task 4")).Outcome.ShouldBe(FireOutcome.Failed);
        (await _host.MessagesAsync()).Count.ShouldBe(9);
        _host.Health.Current.Broker.Error.ShouldBeNull();
    }

    [Fact]
    public async Task A_message_the_broker_refuses_is_told_to_whoever_runs_it_by_hand_and_not_tried_again()
    {
        await _host.Tasks.AddAsync(Minutely with { Task = "poison" }, cancellationToken: Token);
        Broker.Refuses = "poison";

        await Should.ThrowAsync<Downbeat.Protocol.InvalidMessageException>(() => _host.Tasks.RunNowAsync("minutely", Token));

        (await FireAsync("minutely")).ShouldSatisfyAllConditions(
            fire => fire.Outcome.ShouldBe(FireOutcome.Failed), fire => fire.Reason!.ShouldStartWith("the broker did not take it: "));
    }

    [Fact]
    public async Task A_message_the_broker_chokes_on_is_tried_again_and_fails_in_the_end_without_holding_up_the_others()
    {
        await _host.Tasks.AddAsync(Minutely with { Name = "choking", Task = "choking", CatchUp = CatchUp.All }, cancellationToken: Token);
        Broker.Chokes = "choking";
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(1);
        await Eventually.IsTrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                return (await FireAsync("choking")).Outcome == FireOutcome.Failed;
            },
            "the failure");

        (await FireAsync("choking")).Attempts.ShouldBeGreaterThanOrEqualTo(10);
        (await FireAsync("choking")).Reason!.ShouldContain("something broke");
    }

    [Fact]
    public async Task A_message_in_the_outbox_that_cannot_be_read_fails_alone()
    {
        await _host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await _host.Tasks.AddAsync(Minutely with { Name = "broken" }, cancellationToken: Token);
        Broker.IsAway = true;
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(2);
        await Sql.RunAsync(_files.Store, "UPDATE downbeat_fire SET message = '{' WHERE periodic_task_name = 'broken'");
        await Eventually.IsTrueAsync(
            async () =>
            {
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return (await FireAsync("broken")).Outcome == FireOutcome.Failed;
            },
            "the failure");

        // Only now, because the relay may have had the message in hand before it was broken.
        Broker.IsAway = false;
        await SettledAsync();

        (await FireAsync("minutely")).Outcome.ShouldBe(FireOutcome.Published);
    }

    [Fact]
    public async Task A_fire_that_was_claimed_by_a_beat_that_died_is_sent_by_another_when_its_lease_is_over()
    {
        await _host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await _host.Tasks.RunNowAsync("minutely", Token);
        Broker.IsAway = true;
        AsyncResult result = await _host.Tasks.RunNowAsync("minutely", Token);
        FireClaim dead = await _host.Store.Fires.ClaimAsync(10, TimeSpan.FromSeconds(30), Token);
        Broker.IsAway = false;
        await _host.StartAsync();
        await Eventually.IsTrueAsync(() => _host.Health.Current.Ticks > 0);
        (await _host.FiresAsync()).Single(fire => fire.TaskId == result.Id).Outcome.ShouldBe(FireOutcome.Pending);

        _time.Advance(TimeSpan.FromSeconds(31));
        await SettledAsync();
        await _host.Store.Fires.SettleAsync(dead, [.. dead.Fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Failed, "late"))], Token);

        (await _host.FiresAsync()).Single(fire => fire.TaskId == result.Id).Outcome.ShouldBe(FireOutcome.Published);
        (await _host.MessagesAsync()).ShouldContain(result.Id);
    }

    [Theory]
    [InlineData(CatchUp.Latest)]
    [InlineData(CatchUp.None)]
    public async Task A_fire_that_a_beat_published_before_it_died_never_counts_as_skipped(CatchUp catchUp)
    {
        await _host.Tasks.AddAsync(Minutely with { CatchUp = catchUp }, cancellationToken: Token);
        Broker.IsAway = true;
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(1);
        await _host.DisposeAsync();

        // Another beat publishes it and dies before it can say so.
        _time.Advance(TimeSpan.FromSeconds(2));
        await using (var dead = new BeatHost(_files, _time))
        {
            FireClaim claim = await dead.Store.Fires.ClaimAsync(10, TimeSpan.FromSeconds(30), Token);
            await dead.Broker.PublishAsync([claim.Fires.ShouldHaveSingleItem().Message!], Token);
        }

        // The next one meets a broker that is away, and gives it back: the doubt stays.
        _host = new BeatHost(_files, _time, configure: FlakyBroker.Use);
        Broker.IsAway = true;
        _time.Advance(TimeSpan.FromSeconds(31));
        await _host.StartAsync();
        await Eventually.IsTrueAsync(() => Broker.Attempts > 0, "an attempt to publish");
        await RestartLaterAsync(TimeSpan.FromSeconds(31));
        await FiredAsync(1);
        await SettledAsync();

        List<Fire> fires = await _host.FiresAsync();
        fires.ShouldAllBe(fire => fire.Outcome == FireOutcome.Published);
        (await _host.MessagesAsync()).ShouldBe(fires.Select(fire => fire.TaskId), ignoreOrder: true);
    }

    [Fact]
    public async Task A_previous_run_is_revoked_before_the_next_message_is_sent()
    {
        await _host.Tasks.AddAsync(Minutely with { Overlap = Overlap.CancelPrevious }, cancellationToken: Token);
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(1);
        await SettledAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(2);
        await SettledAsync();

        List<Fire> fires = await _host.FiresAsync();
        fires[1].RevokesTaskId.ShouldBe(fires[0].TaskId);
        (await _host.Broker.Revocations.FindAsync([fires[0].TaskId, fires[1].TaskId], Token)).ShouldHaveSingleItem()
            .ShouldSatisfyAllConditions(one => one.TaskId.ShouldBe(fires[0].TaskId), one => one.Terminate.ShouldBeTrue());
    }

    [Fact]
    public async Task A_fire_that_is_not_sent_does_not_block_the_next()
    {
        await _host.Tasks.AddAsync(Minutely with { Overlap = Overlap.Skip, StartingDeadline = TimeSpan.FromSeconds(30) }, cancellationToken: Token);
        Broker.IsAway = true;
        await _host.StartAsync();
        _time.Advance(TimeSpan.FromMinutes(1));
        await FiredAsync(1);
        (await _host.RowAsync("minutely")).BusyUntil.ShouldNotBeNull();
        await RestartLaterAsync(TimeSpan.FromSeconds(31));
        await SettledAsync();

        (await _host.RowAsync("minutely")).BusyUntil.ShouldBeNull();
    }

    // What was claimed before the time passed must not be judged by then: no relay runs while the clock jumps.
    private async Task RestartLaterAsync(TimeSpan later)
    {
        await _host.DisposeAsync();
        _time.Advance(later);
        _host = new BeatHost(_files, _time, configure: FlakyBroker.Use);
        await _host.StartAsync();
    }

    private async Task FiredAsync(long fires)
    {
        await Eventually.IsTrueAsync(() => _host.Health.Current.Fires >= fires, $"{fires} fires");
    }

    private async Task SettledAsync()
    {
        await Eventually.IsTrueAsync(
            async () =>
            {
                // The relay may sleep, back off, or wait for a settlement's pause to pass: the clock must go on for that.
                _time.Advance(TimeSpan.FromMilliseconds(50));
                return (await _host.Store.Fires.GetOutboxAsync(Token)).Pending == 0;
            },
            "an empty outbox");
    }

    private async Task<Fire> FireAsync(string name) => (await _host.FiresAsync()).First(fire => fire.PeriodicTaskName == name);

    private async Task<string> OutcomesAsync(string name)
    {
        return string.Concat((await _host.FiresAsync()).Where(fire => fire.PeriodicTaskName == name).OrderBy(fire => fire.Nominal)
            .Select(fire => fire.Outcome == FireOutcome.Published ? 'p' : '.'));
    }

    /// <summary>Several beats whose broker fails.</summary>
    private sealed class FlakyHosts(int count, Files files) : IAsyncDisposable
    {
        private readonly BeatHost[] _all =
            [.. Enumerable.Range(0, count).Select(i => new BeatHost(files, beat: options => (options.Name, options.MissedAfter) = ($"beat {i}", TimeSpan.FromMinutes(5)), configure: FlakyBroker.Use))];

        public BeatHost First => _all[0];

        public async Task RunUntilAsync(long fires)
        {
            SetFailures(4);
            await Task.WhenAll(_all.Select(host => host.StartAsync()));
            await Eventually.IsTrueAsync(() => _all.Sum(host => host.Health.Current.Fires) >= fires, $"{fires} fires");
        }

        public async Task DrainAsync()
        {
            foreach (int i in Enumerable.Range(0, 20))
            {
                await First.Tasks.DisableAsync($"task {i}", cancellationToken: Token);
            }

            SetFailures(0);
            await Eventually.IsTrueAsync(async () => (await First.Store.Fires.GetOutboxAsync(Token)).Pending == 0, "an empty outbox");
            await Task.WhenAll(_all.Select(host => host.StopAsync()));
        }

        public async ValueTask DisposeAsync()
        {
            foreach (BeatHost host in _all)
            {
                await host.DisposeAsync();
            }
        }

        private void SetFailures(int failures)
        {
            foreach (BeatHost host in _all)
            {
                host.Services.GetRequiredService<FlakyBroker>().Failures = failures;
            }
        }
    }
}
