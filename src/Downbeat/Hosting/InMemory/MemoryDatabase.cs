using System.Collections.Concurrent;
using Downbeat.Accounts.InMemory;
using Downbeat.Brokers.InMemory;
using Downbeat.ResultBackends.InMemory;
using Downbeat.Retention.InMemory;
using Downbeat.ScheduleStores;
using Downbeat.ScheduleStores.InMemory;

namespace Downbeat.Hosting.InMemory;

/// <summary>What all roles of one memory share: their rows, one lock, one clock, and news of changes.</summary>
internal sealed class MemoryDatabase
{
    public MemoryDatabase(string identity, TimeProvider clock)
    {
        Identity = identity;
        Clock = clock;
        MessageRows = new MemoryMessageTable(this);
        WorkerRows = new MemoryWorkerTable(this);
    }

    /// <summary>Tells which memory two roles share.</summary>
    public string Identity { get; }

    public TimeProvider Clock { get; }

    public DateTimeOffset Now => Instants.Round(Clock.GetUtcNow());

    /// <summary>Held while rows are read or changed; never while anything waits.</summary>
    public Lock Gate { get; } = new();

    public MemorySignal Messages { get; } = new();

    public MemorySignal Results { get; } = new();

    public MemorySignal Schedule { get; } = new();

    public MemorySignal Revocations { get; } = new();

    /// <summary>Raised for what nobody has to look at.</summary>
    public MemorySignal TickedRows { get; } = new();

    public MemoryMessageTable MessageRows { get; }

    public MemoryWorkerTable WorkerRows { get; }

    public MemoryResultTable ResultRows { get; } = new();

    public MemoryTaskTable TaskRows { get; } = new();

    public MemoryFireTable FireRows { get; } = new();

    public ConcurrentDictionary<string, NodeReport> NodeRows { get; } = new(StringComparer.Ordinal);

    public MemoryPolicy Policy { get; } = new();

    public MemoryCleanupRuns CleanupRuns { get; } = new();

    public MemoryAccountTable AccountRows { get; } = new();

    public T Read<T>(Func<T> work)
    {
        lock (Gate)
        {
            return work();
        }
    }

    /// <summary>Decides on changes and makes them in one step: when the decision fails, nothing is changed.</summary>
    public T Write<T>(Func<MemoryTransaction, T> work)
    {
        lock (Gate)
        {
            using var transaction = new MemoryTransaction(this);
            T result = work(transaction);
            transaction.Commit();
            return result;
        }
    }

    /// <summary>Changes rows in one step that cannot fail halfway.</summary>
    public T Change<T>(MemorySignal signal, Func<T> work)
    {
        T result = Read(work);
        signal.Raise();
        return result;
    }
}
