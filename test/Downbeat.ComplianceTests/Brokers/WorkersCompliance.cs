using Downbeat.Brokers;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>What workers tell of themselves.</summary>
[SuiteOf(typeof(IWorkers))]
public abstract class WorkersCompliance : BrokerTest
{
    [Fact]
    public async Task A_worker_is_known_from_its_start_and_tells_how_it_is_doing()
    {
        IBrokerConsumer consumer = await ConsumeAsync(Broker, Samples.Consumer("worker@höst.1", "a", "b"));
        WorkerInfo fresh = (await Broker.Workers.ListAsync(Token)).ShouldHaveSingleItem();
        fresh.Name.ShouldBe("worker@höst.1");
        fresh.Queues.ShouldBe(["a", "b"]);
        fresh.SeenAt.ShouldBe(Now);
        fresh.IsAlive.ShouldBeTrue();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(10));
        var report = new WorkerReport
        {
            Host = "höst",
            ProcessId = 4711,
            Version = "1.2.3",
            StartedAt = Now.AddMinutes(-3),
            Concurrency = 8,
            Running = 2,
            Processed = 5_000_000_000,
            Abandoned = 1,
            Tasks = ["tasks.add", "tasks.\"odd\""],
            RunningIds = ["a", "b"],
        };

        (await consumer.RenewAsync(report, Token)).ShouldBeTrue();

        WorkerInfo info = (await Broker.Workers.ListAsync(Token)).ShouldHaveSingleItem();
        info.SeenAt.ShouldBe(Now);
        info.IsAlive.ShouldBeTrue();
        info.Report.ShouldBe(report with { Tasks = info.Report.Tasks, RunningIds = info.Report.RunningIds });
        info.Report.Tasks.ShouldBe(report.Tasks);
        info.Report.RunningIds.ShouldBe(report.RunningIds);
    }

    [Fact]
    public async Task A_worker_that_stops_renewing_is_no_longer_alive_but_remembered()
    {
        await ConsumeAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(31));

        (await Broker.Workers.ListAsync(Token)).ShouldHaveSingleItem().IsAlive.ShouldBeFalse();
    }

    [Fact]
    public async Task A_worker_that_left_is_no_longer_alive_and_one_that_came_again_is_listed_once()
    {
        IBrokerConsumer first = await ConsumeAsync();
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        await first.DisposeAsync();

        (await Broker.Workers.ListAsync(Token)).Select(worker => (worker.Name, worker.IsAlive))
            .ShouldBe([("worker@host.1", false), ("worker@host.2", true)]);
        await ConsumeAsync();
        (await Broker.Workers.ListAsync(Token)).Select(worker => (worker.Name, worker.IsAlive))
            .ShouldBe([("worker@host.1", true), ("worker@host.2", true)]);
        await other.DisposeAsync();
    }
}
