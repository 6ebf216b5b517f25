using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Downbeat.Tests.ScheduleStores.Seeding;

public sealed class SeedingServiceTests
{
    private readonly FakeTasks _tasks = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_the_code_declares_is_written_when_the_application_starts()
    {
        await RunAsync(builder => builder.AddTask(Definition("reports.build")).Every(TimeSpan.FromMinutes(5)));

        PeriodicTaskRow row = _tasks.Rows.ShouldHaveSingleItem();
        row.Name.ShouldBe("reports.build");
        row.Application.ShouldBe("shop");
        row.DeclarationVersion.ShouldBe("1.0");
    }

    [Fact]
    public async Task A_process_that_only_sends_writes_nothing()
    {
        await RunAsync(builder => builder.SendOnly().AddTask(Definition("reports.build")).Every(TimeSpan.FromMinutes(5)));

        _tasks.Rows.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_store_that_is_away_is_waited_for_in_the_background()
    {
        int failures = 3;
        _tasks.BeforeRead = () =>
        {
            if (failures-- > 0)
            {
                throw new UnavailableException("away");
            }
        };

        await RunAsync(
            builder => builder.AddTask(Definition("reports.build")).Every(TimeSpan.FromMinutes(5)),
            async service =>
            {
                while (!service.ExecuteTask!.IsCompleted)
                {
                    _time.Advance(TimeSpan.FromSeconds(1));
                    await Task.Yield();
                }
            });

        _tasks.Rows.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Two_periodic_tasks_of_one_name_stop_the_start()
    {
        (await Should.ThrowAsync<InvalidValueException>(RunAsync(builder =>
            builder.AddTask(Definition("reports.build")).Every(TimeSpan.FromMinutes(5)).Every("0 4 * * *")))).Field.ShouldBe("name");
    }

    [Fact]
    public async Task An_overlap_rule_that_nobody_could_judge_stops_the_start()
    {
        (await Should.ThrowAsync<InvalidValueException>(RunAsync(builder =>
            builder.AddTask(Definition("reports.build"))
                .WithOptions(options => options.IgnoreResult = true)
                .On(Schedule.Every(TimeSpan.FromMinutes(5)), configure: task => task with { Overlap = Overlap.Skip })))).Field.ShouldBe("overlap");
    }

    [Fact]
    public async Task Without_declarations_and_without_a_store_nothing_happens()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDownbeat();
        await using ServiceProvider provider = services.BuildServiceProvider();
        SeedingService service = provider.GetServices<IHostedService>().OfType<SeedingService>().Single();

        await service.StartAsync(Token);
        await service.ExecuteTask!;
    }

    [Fact]
    public async Task Declarations_without_a_store_stop_the_start_and_say_what_to_do()
    {
        var services = new ServiceCollection().AddLogging();
        services.AddDownbeat().AddTask(Definition("reports.build")).Every(TimeSpan.FromMinutes(5));
        await using ServiceProvider provider = services.BuildServiceProvider();
        SeedingService service = provider.GetServices<IHostedService>().OfType<SeedingService>().Single();

        (await Should.ThrowAsync<InvalidValueException>(() => service.StartAsync(Token))).Field.ShouldBe("store");
    }

    private static TaskDefinition Definition(string name) => new(name, _ => throw new InvalidOperationException());

    private async Task RunAsync(Action<IDownbeatBuilder> configure, Func<SeedingService, Task>? meanwhile = null)
    {
        IScheduleStore store = Substitute.For<IScheduleStore>();
        store.Tasks.Returns(_tasks);
        IResultBackend backend = Substitute.For<IResultBackend>();
        backend.Capabilities.Returns(new ResultBackendCapabilities { Technology = "test" });
        var services = new ServiceCollection().AddLogging();
        services.AddSingleton<TimeProvider>(_time).AddSingleton(store).AddSingleton(backend);
        configure(services.AddDownbeat());
        services.Configure<DownbeatOptions>(options => (options.Application, options.ApplicationVersion) = ("shop", "1.0"));
        await using ServiceProvider provider = services.BuildServiceProvider();
        SeedingService service = provider.GetServices<IHostedService>().OfType<SeedingService>().Single();

        await service.StartAsync(Token);
        await (meanwhile?.Invoke(service) ?? Task.CompletedTask);
        await service.ExecuteTask!.WaitAsync(TimeSpan.FromSeconds(30), Token);
    }
}
