using System.Data;
using System.Data.Common;

namespace Downbeat.Hosting.InMemory;

/// <summary>Changes of a memory that happen together or not at all: they are gathered, and made when it commits.</summary>
internal sealed class MemoryTransaction(MemoryDatabase database) : DbTransaction
{
    private readonly List<(Action Change, MemorySignal Signal)> _changes = [];
    private bool _isOver;

    /// <summary>The memory it changes.</summary>
    public MemoryDatabase Database { get; } = database;

    public override IsolationLevel IsolationLevel => IsolationLevel.Serializable;

    protected override DbConnection? DbConnection => null;

    /// <summary>Joins a transaction of a memory.</summary>
    /// <exception cref="InvalidValueException">It is no open transaction of that memory.</exception>
    public static MemoryTransaction Of(DbTransaction transaction, MemoryDatabase database)
    {
        return transaction is MemoryTransaction { _isOver: false } own && own.Database == database
            ? own
            : throw new InvalidValueException("transaction", transaction.GetType().Name, $"an open transaction of {database.Identity}");
    }

    /// <summary>Adds a change, which cannot fail, and tells who wants to know of it.</summary>
    public void Add(MemorySignal signal, Action change) => _changes.Add((change, signal));

    public override void Commit()
    {
        ObjectDisposedException.ThrowIf(_isOver, this);
        _isOver = true;
        lock (Database.Gate)
        {
            _changes.ForEach(static one => one.Change());
        }

        foreach (MemorySignal signal in _changes.Select(static one => one.Signal).Distinct())
        {
            signal.Raise();
        }
    }

    public override void Rollback() => _isOver = true;

    /// <summary>Ends work that another role did within a transaction. Nothing in a memory ever waits.</summary>
    public static void Complete(ValueTask work)
    {
        if (!work.IsCompleted)
        {
            throw new InvalidOperationException("Work within a memory's transaction must not wait for anything.");
        }

        work.GetAwaiter().GetResult();
    }

    protected override void Dispose(bool disposing)
    {
        _isOver = true;
        base.Dispose(disposing);
    }
}
