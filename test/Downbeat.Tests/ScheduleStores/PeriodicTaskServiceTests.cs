using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Downbeat.Sending;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Downbeat.Tests.ScheduleStores;

public sealed class PeriodicTaskServiceTests
{
    private static readonly PeriodicTask Interval = new("nightly", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) };
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
    private readonly FakeTasks _tasks = new();
    private readonly FakeFires _fires = new();
    private readonly IResultBackend _backend = Substitute.For<IResultBackend>();
    private readonly PeriodicTaskService _service;

    public PeriodicTaskServiceTests()
    {
        IScheduleStore store = Substitute.For<IScheduleStore>();
        store.Tasks.Returns(_tasks);
        store.Fires.Returns(_fires);
        _backend.Capabilities.Returns(new ResultBackendCapabilities { Technology = "test" });
        var registry = new TaskRegistry(
        [
            new TaskDefinition("reports.quiet", _ => throw new InvalidOperationException()) { Options = new TaskOptions { IgnoreResult = true } },
        ]);
        var messages = new FireMessages(registry, Options.Create(new DownbeatOptions()));
        var reader = new ResultReader(_backend, _fires, new TaskJson([]), _time);
        _service = new PeriodicTaskService(store, _backend, registry, new ManualFires(store, _fires, messages, reader, _time), _time);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_periodic_task_is_added_found_listed_and_deleted()
    {
        PeriodicTaskEntry added = await _service.AddAsync(Interval, author: null, Token);

        added.Task!.Name.ShouldBe("nightly");
        added.Row.Origin.ShouldBe("api");
        (await _service.FindAsync("nightly", Token))!.Id.ShouldBe(added.Id);
        (await _service.ListAsync(query: null, Token)).Items.ShouldHaveSingleItem().Id.ShouldBe(added.Id);
        await _service.DeleteAsync("nightly", Token);
        (await _service.FindAsync("nightly", Token)).ShouldBeNull();
        await Should.ThrowAsync<NotFoundException>(_service.DeleteAsync("nightly", Token));
    }

    [Fact]
    public async Task A_name_that_is_taken_is_refused()
    {
        await _service.AddAsync(Interval, author: null, Token);
        await _service.AddAsync(Interval with { Name = "other" }, author: null, Token);

        (await Should.ThrowAsync<InvalidValueException>(_service.AddAsync(Interval, author: null, Token))).Field.ShouldBe("name");
        (await Should.ThrowAsync<InvalidValueException>(
            _service.UpdateAsync("other", task => task with { Name = "nightly" }, author: null, expectedRevision: null, Token))).Field.ShouldBe("name");
    }

    [Fact]
    public async Task A_change_is_made_again_when_somebody_else_was_faster()
    {
        await _service.AddAsync(Interval, author: null, Token);
        _tasks.BeforeWrite = () => _tasks.Put(_tasks["nightly"] with { Revision = 2, Description = "theirs" });

        PeriodicTaskEntry updated =
            await _service.UpdateAsync("nightly", task => task with { Queue = "slow" }, author: null, expectedRevision: null, Token);

        updated.Row.Revision.ShouldBe(3);
        _tasks["nightly"].Description.ShouldBe("theirs");
        _tasks["nightly"].Queue.ShouldBe("slow");
    }

    [Fact]
    public async Task A_change_for_a_revision_that_has_passed_is_refused()
    {
        await _service.AddAsync(Interval, author: null, Token);
        await _service.UpdateAsync("nightly", task => task with { Queue = "slow" }, author: null, expectedRevision: 1, Token);

        await Should.ThrowAsync<ConflictException>(
            _service.UpdateAsync("nightly", task => task with { Queue = "fast" }, author: null, expectedRevision: 1, Token));
        _tasks["nightly"].Queue.ShouldBe("slow");
    }

    [Fact]
    public async Task A_row_that_does_not_parse_can_be_replaced_and_disabled_but_not_changed()
    {
        await _service.AddAsync(Interval, author: null, Token);
        _tasks.Put(_tasks["nightly"] with { Args = "[", Error = "args" });

        (await _service.FindAsync("nightly", Token))!.Refusal!.Field.ShouldBe("args");
        await Should.ThrowAsync<InvalidValueException>(_service.UpdateAsync("nightly", task => task, author: null, expectedRevision: null, Token));
        (await _service.DisableAsync("nightly", "broken", author: null, Token)).Row.DisabledReason.ShouldBe("broken");
        (await _service.ReplaceAsync("nightly", Interval, author: null, expectedRevision: null, Token)).Row.Error.ShouldBeNull();
    }

    [Fact]
    public async Task An_overlap_rule_is_refused_where_nobody_could_judge_it()
    {
        PeriodicTask task = Interval with { Task = "reports.quiet", Overlap = Overlap.Skip };

        (await Should.ThrowAsync<InvalidValueException>(_service.AddAsync(task, author: null, Token))).Field.ShouldBe("overlap");
        await _service.AddAsync(task with { Task = "reports.build" }, author: null, Token);
        _backend.Capabilities.Returns(new ResultBackendCapabilities { Technology = "test", IsShared = false });
        (await Should.ThrowAsync<InvalidValueException>(
            _service.UpdateAsync("nightly", same => same, author: null, expectedRevision: null, Token))).Field.ShouldBe("overlap");
    }

    [Fact]
    public async Task Run_now_writes_the_fire_then_sends_it_then_settles_it()
    {
        await _service.AddAsync(Interval with { Queue = "slow", ExpiresAfter = TimeSpan.FromHours(1) }, author: null, Token);
        PeriodicTaskRow before = _tasks["nightly"];

        AsyncResult result = await _service.RunNowAsync("nightly", Token);

        _fires.Log.ShouldBe(["added", "published", "settled"]);
        BrokerMessage sent = _fires.Published.ShouldHaveSingleItem();
        sent.Queue.ShouldBe("slow");
        sent.Once.ShouldBeTrue();
        sent.Message.Headers.Expires.ShouldBe(_time.GetUtcNow().AddHours(1));
        Fire added = _fires.Added.ShouldHaveSingleItem();
        added.Kind.ShouldBe(FireKind.Manual);
        added.TaskId.ShouldBe(result.Id);
        added.GiveUpAt.ShouldBe(_time.GetUtcNow().AddHours(1));
        _fires.Settled.ShouldHaveSingleItem().Outcome.ShouldBe(FireOutcome.Published);
        _tasks["nightly"].ShouldBe(before);
    }

    [Fact]
    public async Task Run_now_waits_in_the_outbox_while_the_broker_is_away()
    {
        await _service.AddAsync(Interval, author: null, Token);
        _fires.Outage = new UnavailableException("away");

        (await _service.RunNowAsync("nightly", Token)).Id.ShouldBe(_fires.Added.ShouldHaveSingleItem().TaskId);

        _fires.Settled.ShouldHaveSingleItem().ShouldBe(new FireSettlement(7, FireOutcome.Pending, "away"));
    }

    [Fact]
    public async Task Run_now_refuses_what_no_worker_would_run()
    {
        await _service.AddAsync(Interval with { Expires = _time.GetUtcNow().AddHours(1) }, author: null, Token);
        _time.Advance(TimeSpan.FromHours(2));

        (await Should.ThrowAsync<InvalidValueException>(_service.RunNowAsync("nightly", Token))).Field.ShouldBe("expires");
        _tasks.Put(_tasks["nightly"] with { Expires = null, Queue = "" });
        (await Should.ThrowAsync<InvalidValueException>(_service.RunNowAsync("nightly", Token))).Field.ShouldBe("queue");
        await Should.ThrowAsync<NotFoundException>(_service.RunNowAsync("other", Token));
        _fires.Added.ShouldBeEmpty();
    }
}
