using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.Seeding;
using Downbeat.Tasks;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using NSubstitute;

namespace Downbeat.Tests.ScheduleStores.Seeding;

public sealed class SeederTests
{
    private static readonly SeedSource Shop = SeedSource.Code("shop", "1.0");
    private readonly FakeTasks _tasks = new();
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));

    [Fact]
    public async Task A_name_taken_by_somebody_else_keeps_only_that_one_from_being_installed()
    {
        _tasks.Put(PeriodicTaskPlanner.Create(Declared("b").Task, Guid.NewGuid(), new PeriodicTaskAuthor("ada", "admin"), _time.GetUtcNow()));

        await SeedAsync("a", "b", "c");

        _tasks.Rows.Select(row => (row.Name, row.Application)).ShouldBe([("b", null), ("a", "shop"), ("c", "shop")], ignoreOrder: true);
    }

    [Fact]
    public async Task Another_process_of_the_same_application_may_be_faster()
    {
        _tasks.BeforeWrite = () => SeedAsync("a", "b").GetAwaiter().GetResult();

        await SeedAsync("a", "b");

        _tasks.Rows.Count.ShouldBe(2);
        _tasks.Rows.ShouldAllBe(row => row.Revision == 1);
    }

    [Fact]
    public async Task An_edit_in_between_is_read_and_respected()
    {
        await SeedAsync("a");
        _tasks.BeforeWrite = () => _tasks.Put(
            PeriodicTaskPlanner.Edit(_tasks["a"], Declared("a").Task with { Queue = "slow" }, new PeriodicTaskAuthor("ada", "admin"), _time.GetUtcNow()).Row);

        var changed = new PeriodicDeclaration("a", Declared("a").Task with { Queue = "fast" });
        await Seeder().SeedAsync(Shop, [changed], TestContext.Current.CancellationToken);

        _tasks["a"].Queue.ShouldBe("slow");
        _tasks["a"].Declaration.ShouldBe(PeriodicTaskJson.Write(changed.Task));
    }

    [Fact]
    public async Task Every_page_of_an_applications_rows_is_read()
    {
        string[] names = [.. Enumerable.Range(0, 2_500).Select(i => $"task {i:0000}")];
        await SeedAsync(names);

        await Seeder().SeedAsync(SeedSource.Code("shop", "1.1"), [], TestContext.Current.CancellationToken);

        _tasks.Rows.Count.ShouldBe(2_500);
        _tasks.Rows.ShouldAllBe(row => !row.Enabled);
    }

    [Fact]
    public async Task Endless_conflicts_end_for_now()
    {
        await SeedAsync("a");
        _tasks.BeforeWrite = Conflict;

        await Seeder().SeedAsync(Shop, [new PeriodicDeclaration("a", Declared("a").Task with { Queue = "fast" })], TestContext.Current.CancellationToken);

        _tasks["a"].Queue.ShouldBeNull();

        void Conflict()
        {
            _tasks.Put(_tasks["a"] with { Revision = _tasks["a"].Revision + 1 });
            _tasks.BeforeWrite = Conflict;
        }
    }

    private static PeriodicDeclaration Declared(string name)
    {
        return new PeriodicDeclaration(name, new PeriodicTask(name, "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(5)) });
    }

    private Task SeedAsync(params string[] names)
    {
        return Seeder().SeedAsync(Shop, [.. names.Select(Declared)], TestContext.Current.CancellationToken);
    }

    private Seeder Seeder()
    {
        IScheduleStore store = Substitute.For<IScheduleStore>();
        store.Tasks.Returns(_tasks);
        return new Seeder(store, _time, NullLogger<Seeder>.Instance);
    }
}
