using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

/// <summary>The consumers of a memory. All of it is used under the memory's lock.</summary>
internal sealed class MemoryWorkerTable(MemoryDatabase database)
{
    private readonly SortedDictionary<long, MemoryWorkerRow> _rows = [];
    private long _sequence;

    public IEnumerable<MemoryWorkerRow> All => _rows.Values;

    public IEnumerable<MemoryWorkerRow> Living => _rows.Values.Where(static row => !row.IsGone);

    public MemoryWorkerRow Add(ConsumerOptions options, WorkerReport report)
    {
        var row = new MemoryWorkerRow
        {
            Id = ++_sequence,
            Options = options,
            SeenAt = database.Now,
            RenewedAt = database.Clock.GetTimestamp(),
            Report = report,
        };
        _rows.Add(row.Id, row);
        return row;
    }

    public void Remove(MemoryWorkerRow row) => _rows.Remove(row.Id);

    /// <summary>Makes the messages of consumers that stopped renewing available to others.</summary>
    /// <returns>Whether there were any.</returns>
    public bool Recover(MemoryWorkerRow self)
    {
        MemoryWorkerRow[] dead = [.. Living.Where(row => row != self && Silence(row) >= row.Options.Lease)];
        foreach (MemoryWorkerRow row in dead)
        {
            row.IsGone = true;
            Release(row, countsAsDelivery: true);
        }

        return dead.Length > 0;
    }

    /// <summary>Gives back everything a consumer holds.</summary>
    public void Release(MemoryWorkerRow worker, bool countsAsDelivery)
    {
        foreach (MemoryMessage row in database.MessageRows.Held.Where(row => row.Consumer == worker.Id).ToList())
        {
            database.MessageRows.Release(row, countsAsDelivery);
        }
    }

    /// <summary>How long until the next of the others counts as dead, should it not renew; null when there is none.</summary>
    public TimeSpan? UntilNextDeath(MemoryWorkerRow self)
    {
        TimeSpan? next = null;
        foreach (MemoryWorkerRow row in Living.Where(row => row != self))
        {
            TimeSpan left = row.Options.Lease - Silence(row);
            next = left < next || next is null ? left : next;
        }

        return next;
    }

    private TimeSpan Silence(MemoryWorkerRow row) => database.Clock.GetElapsedTime(row.RenewedAt);
}
