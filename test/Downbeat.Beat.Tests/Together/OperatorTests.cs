using System.Text.Json.Nodes;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Beat.Tests.Together;

/// <summary>What operators do while a beat runs: by the API, by hand in SQL, and against what code declares.</summary>
public sealed class OperatorTests : Timed
{
    private static readonly PeriodicTaskAuthor Ada = new("ada", "admin");

    public OperatorTests() => Host = new BeatHost(Files, Time);

    [Fact]
    public async Task Enabling_and_rescheduling_never_fire_by_themselves()
    {
        await Host.Tasks.AddAsync(Minutely with { Name = "enabled", Enabled = false }, cancellationToken: Token);
        await Host.Tasks.AddAsync(Minutely with { Name = "rescheduled" }, cancellationToken: Token);
        Pass(TimeSpan.FromMinutes(10));
        await Host.Tasks.UpdateAsync("enabled", task => task with { Enabled = true }, cancellationToken: Token);
        await Host.Tasks.UpdateAsync("rescheduled", task => task with { Schedule = Schedule.Every(TimeSpan.FromMinutes(2)) }, cancellationToken: Token);

        (await Host.RowAsync("enabled")).NextRun.ShouldBe(Start.AddMinutes(11));
        (await Host.RowAsync("rescheduled")).NextRun.ShouldBe(Start.AddMinutes(12));
        await Host.StartAsync();
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks > 0), "the first tick");
        (await Host.FiresAsync()).ShouldBeEmpty();
        Pass(TimeSpan.FromMinutes(1));
        (await FiresAsync(1))[0].ShouldSatisfyAllConditions(
            fire => fire.PeriodicTaskName.ShouldBe("enabled"), fire => fire.Nominal.ShouldBe(Start.AddMinutes(11)));
    }

    [Fact]
    public async Task An_edit_of_anything_else_keeps_what_is_due_and_it_fires_as_edited()
    {
        await Host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        Pass(TimeSpan.FromSeconds(65));
        await Host.Tasks.UpdateAsync("minutely", task => task with { Queue = "edited", Kwargs = new JsonObject { ["a"] = 1 } }, cancellationToken: Token);
        await Host.StartAsync();

        (await FiresAsync(1))[0].Nominal.ShouldBe(Start.AddMinutes(1));
        (await Host.MessagesAsync("edited")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Running_now_sends_with_all_options_and_leaves_the_schedule_alone()
    {
        await Host.Tasks.AddAsync(
            Minutely with { Queue = "reports", Priority = 7, ExpiresAfter = TimeSpan.FromHours(2), Headers = new JsonObject { ["tenant"] = "a" } },
            cancellationToken: Token);
        PeriodicTaskRow before = await Host.RowAsync("minutely");
        AsyncResult result = await Host.Tasks.RunNowAsync("minutely", Token);

        (await Host.RowAsync("minutely")).ShouldBe(before);
        Fire fire = (await Host.FiresAsync()).ShouldHaveSingleItem();
        fire.ShouldSatisfyAllConditions(
            one => one.TaskId.ShouldBe(result.Id), one => one.Kind.ShouldBe(FireKind.Manual), one => one.Outcome.ShouldBe(FireOutcome.Published));
        await using IBrokerConsumer consumer = await Host.Broker.ConsumeAsync(new ConsumerOptions { Queues = ["reports"], WorkerName = "test" }, Token);
        TaskMessage message = (await consumer.ReceiveAsync(1, Token)).ShouldHaveSingleItem().Message;
        message.Properties.Priority.ShouldBe(7);
        message.Headers.Expires.ShouldBe(Start.AddHours(2));
        message.Headers.Extra["tenant"].GetString().ShouldBe("a");
        message.Headers.Extra["periodic_task_name"].GetString().ShouldBe("minutely");
        message.Headers.Extra["downbeat_fire"].GetString().ShouldBe("manual");
        message.Headers.Extra["downbeat_nominal_time"].GetString()!.ShouldStartWith("2026-11-23T12:00:00");
    }

    [Fact]
    public async Task Rows_written_in_SQL_are_planned_fire_and_never_by_being_written()
    {
        await Host.StartAsync();
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks > 0), "the first tick");
        await Sql.RunAsync(
            Files.Store,
            """
            INSERT INTO downbeat_periodic_task (name, task, schedule) VALUES
                ('minutely', 'reports.build', 'interval: 1 minute'), ('past', 'reports.build', 'clocked: 2026-11-01T00:00:00Z'), ('bad', 'reports.build', 'whenever')
            """);
        await UntilAsync(async () => (await Host.RowAsync("bad")).Error is not null && (await Host.RowAsync("minutely")).NextRun is not null, "plans");
        (await FiresAsync(1))[0].PeriodicTaskName.ShouldBe("past");
        (await Host.RowAsync("past")).ShouldSatisfyAllConditions(row => row.Enabled.ShouldBeFalse(), row => row.DisabledReason.ShouldBe("one-off: it has fired"));

        await Sql.RunAsync(Files.Store, "UPDATE downbeat_periodic_task SET schedule = 'interval: 5 minutes' WHERE name = 'minutely'");
        await UntilAsync(async () => (await Host.RowAsync("minutely")).NextRun > Time.GetUtcNow().AddMinutes(4), "the new plan");
        await Sql.RunAsync(Files.Store, "UPDATE downbeat_periodic_task SET schedule = 'interval: 1 hour' WHERE name = 'bad'");
        await UntilAsync(async () => (await Host.RowAsync("bad")) is { Error: null, NextRun: not null }, "the plan of what was put right");
        (await Host.FiresAsync()).Count.ShouldBe(1);
        Pass(TimeSpan.FromMinutes(5));
        (await FiresAsync(2))[1].PeriodicTaskName.ShouldBe("minutely");
    }

    [Fact]
    public async Task An_operators_change_of_the_cleanup_outlives_a_restart_and_results_kept_for_ever_disable_it()
    {
        await using (BeatHost keeping = Keeping())
        {
            await keeping.StartAsync();
            await UntilAsync(async () => await keeping.Tasks.FindAsync("celery.backend_cleanup", Token) is not null, "the cleanup");
            (await keeping.RowAsync("celery.backend_cleanup")).Queue.ShouldBe("downbeat.maintenance");
            await keeping.Tasks.UpdateAsync(
                "celery.backend_cleanup", task => task with { Schedule = Schedule.Crontab("30 5 * * *", "UTC") }, Ada, cancellationToken: Token);
        }

        await using (BeatHost again = Keeping())
        {
            await again.Services.GetRequiredService<BuiltInSeeds>().SeedAsync(Token);
            PeriodicTaskRow row = await again.RowAsync("celery.backend_cleanup");
            row.Schedule.ShouldContain("30 5 * * *");
            row.Enabled.ShouldBeTrue();
        }

        await Host.Services.GetRequiredService<BuiltInSeeds>().SeedAsync(Token);
        (await Host.RowAsync("celery.backend_cleanup")).ShouldSatisfyAllConditions(
            row => row.Enabled.ShouldBeFalse(), row => row.DisabledReason!.ShouldContain("kept for ever"));
    }

    [Fact]
    public async Task What_code_declares_is_seeded_and_an_operators_version_stays()
    {
        await SeedAsync("1.0", TimeSpan.FromHours(1));
        await Host.Tasks.UpdateAsync("declared", task => task with { Queue = "own" }, Ada, cancellationToken: Token);
        await SeedAsync("1.1", TimeSpan.FromHours(2));

        PeriodicTaskRow row = await Host.RowAsync("declared");
        row.Queue.ShouldBe("own");
        row.Schedule.ShouldBe("interval: 1 hour");
        row.Declaration!.ShouldContain("2 hours");
        await SeedAsync("1.2", every: null);
        (await Host.RowAsync("declared")).DisabledReason.ShouldBe("the code of shop does not declare it any more");
    }

    private async Task SeedAsync(string version, TimeSpan? every)
    {
        await using var host = new BeatHost(Files, Time, configure: builder =>
        {
            ITaskBuilder task = builder.AddTask("declared", () => 1);
            if (every is { } given)
            {
                task.Every(given);
            }

            builder.Services.Configure<DownbeatOptions>(options => (options.Application, options.ApplicationVersion) = ("shop", version));
        });
        await host.StartAsync();
        await UntilAsync(
            async () => await host.Tasks.FindAsync("declared", Token) is { } entry && (entry.Row.DeclarationVersion == version),
            $"what version {version} declares");
    }

    private BeatHost Keeping()
    {
        return new BeatHost(Files, Time, configure: builder => builder.Services.PostConfigure<DownbeatOptions>(
            options => options.Retention = options.Retention with { ResultExpires = TimeSpan.FromDays(1) }));
    }
}
