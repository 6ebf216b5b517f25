using Downbeat.Control;
using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

internal sealed class MemoryRevocations(MemoryDatabase database) : IRevocations
{
    public ValueTask RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(transaction =>
        {
            foreach (Revocation revocation in revocations)
            {
                transaction.Add(database.Revocations, () => database.MessageRows.Revoke(revocation));
            }

            transaction.Add(database.Messages, static () => { });
            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Revocation>> FindAsync(IReadOnlyList<string> taskIds, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read<IReadOnlyList<Revocation>>(() =>
            [.. taskIds.Select(database.MessageRows.Revocations.GetValueOrDefault).OfType<Revocation>()]));
    }

    public ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken)
    {
        return database.Revocations.WaitAsync(version, cancellationToken);
    }
}
