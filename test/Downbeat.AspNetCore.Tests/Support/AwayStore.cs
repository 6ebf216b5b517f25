using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Tests.Support;

/// <summary>A schedule store that cannot be reached.</summary>
internal sealed class AwayStore : IScheduleStore, IPeriodicTaskStore
{
    public ScheduleStoreCapabilities Capabilities { get; } = new() { Technology = "away" };

    public IPeriodicTaskStore Tasks => this;

    public ITicks Ticks => throw Away();

    public IFires Fires => throw Away();

    public INodes Nodes => throw Away();

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken) => throw Away();

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw Away();

    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken) => throw Away();

    public ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken) => throw Away();

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => throw Away();

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken) => throw Away();

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken) => throw Away();

    public ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken) => throw Away();

    private static UnavailableException Away() => new("postgresql://ada:hunter2@db/downbeat does not answer");
}
