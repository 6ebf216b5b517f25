namespace Downbeat.Sqlite.Connections;

/// <summary>Work that waits for the writer.</summary>
internal abstract class WriteItem(Durability durability, long askedAt)
{
    private const int Waiting = 0;
    private const int Taken = 1;
    private const int Dropped = 2;
    private int _state;

    public Durability Durability { get; } = durability;

    /// <summary>When it was asked for, by the writer's own measure.</summary>
    public long AskedAt { get; } = askedAt;

    public bool IsWaiting => Volatile.Read(ref _state) == Waiting;

    /// <summary>Claims the work for the writer; from now on it cannot be cancelled.</summary>
    /// <returns>Whether it still waited.</returns>
    public bool TryTake() => Interlocked.CompareExchange(ref _state, Taken, Waiting) == Waiting;

    /// <summary>Does the work. May be called again when the transaction it was part of failed as a whole.</summary>
    public abstract void Execute(SqliteWriteTransaction transaction);

    /// <summary>Tells the caller that the work is committed.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);

    protected bool TryDrop() => Interlocked.CompareExchange(ref _state, Dropped, Waiting) == Waiting;
}

/// <inheritdoc />
internal sealed class WriteItem<T> : WriteItem
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Func<SqliteWriteTransaction, T> _work;
    private readonly CancellationTokenRegistration _registration;
    private T _result = default!;

    public WriteItem(Func<SqliteWriteTransaction, T> work, Durability durability, long askedAt, CancellationToken cancellationToken)
        : base(durability, askedAt)
    {
        _work = work;
        _registration = cancellationToken.UnsafeRegister(
            static (item, token) => ((WriteItem<T>)item!).Cancel(token), this);
    }

    public Task<T> Task => _done.Task;

    public override void Execute(SqliteWriteTransaction transaction) => _result = _work(transaction);

    public override void Succeed()
    {
        _registration.Unregister();
        _done.TrySetResult(_result);
    }

    public override void Fail(Exception exception)
    {
        _registration.Unregister();
        _done.TrySetException(exception);
    }

    private void Cancel(CancellationToken cancellationToken)
    {
        if (TryDrop())
        {
            _done.TrySetCanceled(cancellationToken);
        }
    }
}
