using Downbeat.Hosting.InMemory;

namespace Downbeat.ScheduleStores.InMemory;

internal sealed class MemoryNodes(MemoryDatabase database) : INodes
{
    public ValueTask ReportAsync(NodeReport report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.NodeRows[report.Name] = report with { SeenAt = database.Now };
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new((IReadOnlyList<NodeReport>)[.. database.NodeRows.Values.OrderBy(node => node.Name, StringComparer.Ordinal)]);
    }
}
