using System.Diagnostics;
using System.Text;
using System.Text.Json.Nodes;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.Tests.ScheduleStores;

public sealed class FireMessagesTests
{
    private static readonly DateTimeOffset Nominal = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset FiredAt = Nominal.AddSeconds(2);

    private static readonly PeriodicTask Task = new("nightly report", "reports.build")
    {
        Schedule = Schedule.Every(TimeSpan.FromMinutes(5)),
        Args = [1, "zwei"],
        Kwargs = new JsonObject { ["year"] = 2026 },
        Headers = new JsonObject { ["tenant"] = "é" },
    };

    [Fact]
    public void A_message_says_what_was_fired_for_what_and_why()
    {
        BrokerMessage message = Create(Task, FireKind.CatchUp);

        message.Queue.ShouldBe("celery");
        message.Once.ShouldBeTrue();
        message.Message.Headers.Id.ShouldBe("id");
        message.Message.Headers.Task.ShouldBe("reports.build");
        message.Message.Headers.RootId.ShouldBe("id");
        message.Message.Headers.ArgsRepr.ShouldBe("(1, 'zwei')");
        message.Message.Headers.KwargsRepr.ShouldBe("{'year': 2026}");
        message.Message.Properties.CorrelationId.ShouldBe("id");
        Header(message, "periodic_task_name").ShouldBe("nightly report");
        Header(message, "downbeat_nominal_time").ShouldBe("2026-11-23T12:00:00+00:00");
        Header(message, "downbeat_fire").ShouldBe("catch_up");
        Header(message, "tenant").ShouldBe("é");
        Encoding.UTF8.GetString(message.Message.Body.Span).ShouldStartWith("[[1,\"zwei\"],{\"year\":2026},{");
    }

    [Theory]
    [InlineData(FireKind.Scheduled, "scheduled")]
    [InlineData(FireKind.CatchUp, "catch_up")]
    [InlineData(FireKind.Manual, "manual")]
    public void The_kind_of_the_fire_is_a_header(FireKind kind, string word)
    {
        Header(Create(Task, kind), "downbeat_fire").ShouldBe(word);
    }

    [Fact]
    public void All_options_of_the_periodic_task_are_used()
    {
        BrokerMessage message = Create(Task with { Queue = "slow", Exchange = "topics", RoutingKey = "reports.slow", Priority = 7 });

        message.Queue.ShouldBe("slow");
        message.Exchange.ShouldBe("topics");
        message.RoutingKey.ShouldBe("reports.slow");
        message.Priority.ShouldBe(7);
        message.Message.Properties.Priority.ShouldBe(7);
    }

    [Fact]
    public void What_the_periodic_task_does_not_say_its_task_does()
    {
        var own = new TaskOptions
        {
            Queue = "reports", Priority = 3, Expires = TimeSpan.FromMinutes(10), TimeLimit = TimeSpan.FromMinutes(2),
            SoftTimeLimit = TimeSpan.FromMinutes(1), IgnoreResult = true, ResultKeep = TimeSpan.FromDays(7),
        };

        BrokerMessage message = Create(Task, own: own);

        message.Queue.ShouldBe("reports");
        message.Priority.ShouldBe(3);
        message.Message.Headers.Expires.ShouldBe(FiredAt.AddMinutes(10));
        message.Message.Headers.TimeLimits.ShouldBe(new TimeLimits(120, 60));
        message.Message.Headers.IgnoreResult.ShouldBeTrue();
        message.Message.Headers.Extra["downbeat_result_keep"].GetDouble().ShouldBe(604_800);
    }

    [Fact]
    public void The_expiry_counts_from_the_fire()
    {
        Create(Task with { ExpiresAfter = TimeSpan.FromHours(1) }).Message.Headers.Expires.ShouldBe(FiredAt.AddHours(1));
        Create(Task with { Expires = Nominal.AddDays(1) }).Message.Headers.Expires.ShouldBe(Nominal.AddDays(1));
        Create(Task).Message.Headers.Expires.ShouldBeNull();
    }

    [Fact]
    public void A_routing_key_alone_names_the_queue()
    {
        Create(Task with { RoutingKey = "reports" }).Queue.ShouldBe("reports");
    }

    [Fact]
    public void An_unknown_fate_is_waited_for_until_the_time_limit_else_the_expiry_else_an_hour()
    {
        PeriodicTaskRow plain = Row(Task);
        PeriodicTaskRow expiring = Row(Task with { ExpiresAfter = TimeSpan.FromMinutes(10) });
        PeriodicTaskRow ending = Row(Task with { Expires = FiredAt.AddMinutes(20) });

        Messages(null).GiveUpAt(plain, FiredAt).ShouldBe(FiredAt.AddHours(1));
        Messages(null).GiveUpAt(expiring, FiredAt).ShouldBe(FiredAt.AddMinutes(10));
        Messages(null).GiveUpAt(ending, FiredAt).ShouldBe(FiredAt.AddMinutes(20));
        Messages(new TaskOptions { TimeLimit = TimeSpan.FromMinutes(3) }).GiveUpAt(expiring, FiredAt).ShouldBe(FiredAt.AddMinutes(3));
        Messages(new TaskOptions { Expires = TimeSpan.FromMinutes(4) }).GiveUpAt(plain, FiredAt).ShouldBe(FiredAt.AddMinutes(4));
    }

    [Fact]
    public void The_longest_time_there_is_means_never_and_is_no_error()
    {
        var own = new TaskOptions { TimeLimit = TimeSpan.MaxValue, Expires = TimeSpan.MaxValue };

        Create(Task, own: own).Message.Headers.Expires!.Value.Year.ShouldBe(9999);
        Messages(own).GiveUpAt(Row(Task), FiredAt).ShouldBe(DateTimeOffset.MaxValue);
    }

    [Fact]
    public void The_current_span_is_the_parent_of_the_run()
    {
        using var activity = new Activity("fire nightly report");
        activity.SetIdFormat(ActivityIdFormat.W3C).Start();

        Header(Create(Task), "traceparent").ShouldBe(activity.Id);
    }

    [Fact]
    public void A_row_that_others_broke_is_refused_by_its_field()
    {
        Refusal(Row(Task) with { Args = "{}" }).ShouldBe("args");
        Refusal(Row(Task) with { Kwargs = "[]" }).ShouldBe("kwargs");
        Refusal(Row(Task) with { Kwargs = "{} {}" }).ShouldBe("kwargs");
        Refusal(Row(Task) with { Headers = "7" }).ShouldBe("headers");
    }

    private static string Refusal(PeriodicTaskRow row)
    {
        return Should.Throw<InvalidValueException>(() => Messages(null).Create(row, "id", Nominal, FireKind.Scheduled, FiredAt)).Field;
    }

    private static string? Header(BrokerMessage message, string name) => message.Message.Headers.Extra[name].GetString();

    private static BrokerMessage Create(PeriodicTask task, FireKind kind = FireKind.Scheduled, TaskOptions? own = null)
    {
        return Messages(own).Create(Row(task), "id", Nominal, kind, FiredAt);
    }

    private static FireMessages Messages(TaskOptions? own)
    {
        TaskDefinition[] definitions = own is null ? [] : [new TaskDefinition("reports.build", _ => throw new InvalidOperationException()) { Options = own }];
        return new FireMessages(new TaskRegistry(definitions), Options.Create(new DownbeatOptions()));
    }

    private static PeriodicTaskRow Row(PeriodicTask task)
    {
        return PeriodicTaskPlanner.Create(task, Guid.NewGuid(), PeriodicTaskAuthor.Api, Nominal.AddDays(-1));
    }
}
