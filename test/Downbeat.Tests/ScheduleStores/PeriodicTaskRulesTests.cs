using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Downbeat.Tests.ScheduleStores;

public sealed class PeriodicTaskRulesTests
{
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    private static readonly PeriodicTask Good = new("nightly", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) };

    public static TheoryData<string, PeriodicTask> Refused => new()
    {
        { "schedule", Good with { Schedule = null } },
        { "name", Good with { Name = " " } },
        { "name", Good with { Name = new string('n', 201) } },
        { "name", Good with { Name = "a\nb" } },
        { "task", Good with { Task = "" } },
        { "queue", Good with { Queue = "" } },
        { "exchange", Good with { Exchange = "\t" } },
        { "routing_key", Good with { RoutingKey = "" } },
        { "priority", Good with { Priority = 256 } },
        { "priority", Good with { Priority = -1 } },
        { "expire_seconds", Good with { ExpiresAfter = TimeSpan.Zero } },
        { "expire_seconds", Good with { ExpiresAfter = TimeSpan.FromTicks(9) } },
        { "expire_seconds", Good with { ExpiresAfter = TimeSpan.MaxValue } },
        { "expire_seconds", Good with { ExpiresAfter = TimeSpan.FromHours(1), Expires = Now } },
        { "starting_deadline", Good with { StartingDeadline = TimeSpan.FromSeconds(-1) } },
        { "starting_deadline", Good with { StartingDeadline = TimeSpan.MaxValue } },
        { "expires", Good with { Expires = Now, StartTime = Now } },
        { "jitter", Good with { Jitter = TimeSpan.FromSeconds(-1) } },
        { "jitter", Good with { Jitter = TimeSpan.FromDays(367) } },
        { "jitter", Good with { Jitter = TimeSpan.FromMinutes(2), StartingDeadline = TimeSpan.FromMinutes(2) } },
        { "catch_up", Good with { CatchUp = (CatchUp)3 } },
        { "overlap", Good with { Overlap = (Overlap)(-1) } },
        { "headers", Good with { Headers = new JsonObject { ["id"] = "1" } } },
        { "headers", Good with { Headers = new JsonObject { ["downbeat_fire"] = "manual" } } },
        { "headers", Good with { Headers = new JsonObject { [""] = 1 } } },
        { "tags", Good with { Tags = ["a,b"] } },
        { "tags", Good with { Tags = [""] } },
        { "tags", Good with { Tags = [new string('t', 51)] } },
        { "tags", Good with { Tags = [.. Enumerable.Repeat("t", 51)] } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void What_cannot_be_meant_is_refused_by_its_field(string field, PeriodicTask task)
    {
        Should.Throw<InvalidValueException>(() => PeriodicTaskRules.Check(task)).Field.ShouldBe(field);
    }

    [Fact]
    public void The_ends_of_what_is_allowed_are_allowed()
    {
        PeriodicTaskRules.Check(Good with
        {
            Name = new string('n', 200),
            Priority = 255,
            ExpiresAfter = TimeSpan.FromMicroseconds(1),
            StartingDeadline = TimeSpan.FromDays(36_525),
            Jitter = TimeSpan.FromDays(366),
            Tags = [.. Enumerable.Repeat(new string('t', 50), 50)],
        });
        PeriodicTaskRules.Check(Good with { Expires = Now, StartTime = Now.AddMicroseconds(-1), Headers = new JsonObject { ["tenant"] = 7 } });
    }

    [Fact]
    public void An_overlap_rule_needs_results_that_are_kept_and_can_be_read()
    {
        PeriodicTask task = Good with { Overlap = Overlap.Skip };

        PeriodicTaskRules.CheckOverlap(task, isResultIgnored: false, isBackendShared: true);
        PeriodicTaskRules.CheckOverlap(Good, isResultIgnored: true, isBackendShared: false);
        Should.Throw<InvalidValueException>(() => PeriodicTaskRules.CheckOverlap(task, isResultIgnored: true, isBackendShared: true))
            .Message.ShouldContain("the task's result is ignored");
        Should.Throw<InvalidValueException>(() => PeriodicTaskRules.CheckOverlap(task, isResultIgnored: false, isBackendShared: false))
            .Message.ShouldContain("only to their sender");
    }
}
