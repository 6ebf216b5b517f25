using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>What beats tell of themselves.</summary>
[SuiteOf(typeof(INodes))]
public abstract class NodesCompliance : ScheduleStoreTest
{
    [Fact]
    public async Task A_beat_is_listed_as_it_reported_last()
    {
        (await Store.Nodes.ListAsync(Token)).ShouldBeEmpty();
        var report = new NodeReport("beat@höst.1")
        {
            Host = "höst",
            ProcessId = 4711,
            Version = "1.2.3",
            StartedAt = Now.AddHours(-1),
            TickedAt = Now.AddSeconds(-1),
            Ticks = 5_000_000_000,
            Fires = 12,
            WorstLateness = TimeSpan.FromMilliseconds(12.5),
        };
        await Store.Nodes.ReportAsync(report with { Ticks = 1, TickedAt = null }, Token);
        await Store.Nodes.ReportAsync(new NodeReport("another"), Token);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(5));

        await Store.Nodes.ReportAsync(report, Token);

        IReadOnlyList<NodeReport> nodes = await Store.Nodes.ListAsync(Token);
        nodes.Select(node => node.Name).ShouldBe(["another", "beat@höst.1"]);
        nodes[1].ShouldBe(report with { SeenAt = Now });
        nodes[0].SeenAt.ShouldBe(Now.AddSeconds(-5));
        nodes[0].TickedAt.ShouldBeNull();
    }
}
