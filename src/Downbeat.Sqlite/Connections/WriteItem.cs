namespace Downbeat.Sqlite.Connections;

/// <summary>Work that waits for the writer.</summary>
internal abstract class WriteItem(Durability durability, CancellationToken cancellationToken)
{
    public Durability Durability { get; } = durability;

    public CancellationToken CancellationToken { get; } = cancellationToken;

    /// <summary>Does the work. May be called again when the transaction it was part of failed as a whole.</summary>
    public abstract void Execute(SqliteWriteTransaction transaction);

    /// <summary>Tells the caller that the work is committed.</summary>
    public abstract void Succeed();

    public abstract void Fail(Exception exception);

    public abstract void Cancel();
}

/// <inheritdoc />
internal sealed class WriteItem<T>(Func<SqliteWriteTransaction, T> work, Durability durability, CancellationToken cancellationToken)
    : WriteItem(durability, cancellationToken)
{
    private readonly TaskCompletionSource<T> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private T _result = default!;

    public Task<T> Task => _done.Task;

    public override void Execute(SqliteWriteTransaction transaction) => _result = work(transaction);

    public override void Succeed() => _done.TrySetResult(_result);

    public override void Fail(Exception exception) => _done.TrySetException(exception);

    public override void Cancel() => _done.TrySetCanceled(CancellationToken);
}
