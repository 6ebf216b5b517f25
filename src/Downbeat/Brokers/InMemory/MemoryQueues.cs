using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

internal sealed class MemoryQueues(MemoryDatabase database) : IQueues
{
    public ValueTask<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(List));
    }

    public ValueTask<long> PurgeAsync(string queue, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() =>
        {
            MemoryMessage[] rows = [.. database.MessageRows.Waiting.Where(row => row.Queue == queue)];
            Array.ForEach(rows, database.MessageRows.Remove);
            return rows.LongLength;
        }));
    }

    private IReadOnlyList<QueueInfo> List()
    {
        DateTimeOffset now = database.Now;
        MemoryMessageTable rows = database.MessageRows;
        ILookup<string, MemoryMessage> waiting = rows.Waiting.ToLookup(row => row.Queue, StringComparer.Ordinal);
        ILookup<string, MemoryMessage> held = rows.Held.ToLookup(row => row.Queue, StringComparer.Ordinal);
        ILookup<string, DeadLetter> dead = rows.DeadLetters.Values.ToLookup(letter => letter.Queue, StringComparer.Ordinal);
        return
        [
            .. database.WorkerRows.Living
                .Where(worker => worker.SeenAt + worker.Options.Lease > now)
                .SelectMany(worker => worker.Options.Queues)
                .Concat(waiting.Select(queue => queue.Key))
                .Concat(held.Select(queue => queue.Key))
                .Concat(dead.Select(queue => queue.Key))
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal)
                .Select(name => Describe(name, waiting[name], held[name].LongCount(), dead[name].LongCount())),
        ];
    }

    private static QueueInfo Describe(string name, IEnumerable<MemoryMessage> waiting, long held, long dead)
    {
        ILookup<bool, MemoryMessage> rows = waiting.ToLookup(row => row.AvailableAt is null);
        return new QueueInfo(
            name, rows[true].LongCount(), rows[false].LongCount(), held, dead, rows[true].MinBy(row => row.Sequence)?.EnqueuedAt);
    }
}
