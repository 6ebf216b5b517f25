using Downbeat.Hosting.InMemory;

namespace Downbeat.ScheduleStores.InMemory;

/// <summary>A schedule store in the memory of the process.</summary>
internal sealed class MemoryScheduleStore(MemoryDatabase database) : IScheduleStore
{
    public ScheduleStoreCapabilities Capabilities { get; } = new()
    {
        Technology = MemoryDatabases.Scheme,
        Database = database.Identity,
    };

    public IPeriodicTaskStore Tasks { get; } = new MemoryPeriodicTasks(database);

    public ITicks Ticks { get; } = new MemoryTicks(database);

    public IFires Fires { get; } = new MemoryFires(database);

    public INodes Nodes { get; } = new MemoryNodes(database);

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        return database.Schedule.WaitAsync(version, cancellationToken);
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }
}
