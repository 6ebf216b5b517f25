using System.Data.Common;
using Downbeat.Control;
using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

/// <summary>A broker in the memory of the process.</summary>
internal sealed class MemoryBroker(MemoryDatabase database) : ITransactionalBroker
{
    public BrokerCapabilities Capabilities { get; } = new()
    {
        Technology = MemoryDatabases.Scheme,
        Priorities = 256,
        HoldsUntilEta = true,
        PublishesOnce = true,
        KeepsDeadLetters = true,
        Database = database.Identity,
    };

    public IQueues Queues { get; } = new MemoryQueues(database);

    public IDeadLetters DeadLetters { get; } = new MemoryDeadLetters(database);

    public IRevocations Revocations { get; } = new MemoryRevocations(database);

    public IWorkers Workers { get; } = new MemoryWorkers(database);

    public ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(transaction => Publish(messages, transaction));
        return ValueTask.CompletedTask;
    }

    public ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, DbTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Publish(messages, MemoryTransaction.Of(transaction, database));
        return ValueTask.CompletedTask;
    }

    public ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(new MemoryConsumer(database, options));
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    // The sender may use its buffers again as soon as this returns.
    private bool Publish(IReadOnlyList<BrokerMessage> messages, MemoryTransaction transaction)
    {
        foreach (BrokerMessage source in messages)
        {
            BrokerMessage own = source with { Message = source.Message with { Body = source.Message.Body.ToArray() } };
            transaction.Add(database.Messages, () => database.MessageRows.Publish(own));
        }

        return true;
    }
}
