using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

internal sealed class MemoryWorkers(MemoryDatabase database) : IWorkers
{
    public ValueTask<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(List));
    }

    private IReadOnlyList<WorkerInfo> List()
    {
        DateTimeOffset now = database.Now;
        return
        [
            .. database.WorkerRows.All
                .GroupBy(row => row.Options.WorkerName, StringComparer.Ordinal)
                .Select(group => group.MaxBy(row => row.Id)!)
                .OrderBy(row => row.Options.WorkerName, StringComparer.Ordinal)
                .Select(row => new WorkerInfo(
                    row.Options.WorkerName, row.Options.Queues, row.SeenAt, !row.IsGone && row.SeenAt + row.Options.Lease > now, row.Report)),
        ];
    }
}
