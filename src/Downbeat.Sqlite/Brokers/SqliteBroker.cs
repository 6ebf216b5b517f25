using System.Data.Common;
using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>A broker in a file.</summary>
internal sealed class SqliteBroker(SqliteDatabase database) : ITransactionalBroker
{
    public BrokerCapabilities Capabilities { get; } = new()
    {
        Technology = SqliteUrl.Scheme,
        Priorities = 256,
        HoldsUntilEta = true,
        PublishesOnce = true,
        KeepsDeadLetters = true,
        Database = database.Identity,
    };

    public IQueues Queues { get; } = new SqliteQueues(database);

    public IDeadLetters DeadLetters { get; } = new SqliteDeadLetters(database);

    public IRevocations Revocations { get; } = new SqliteRevocations(database);

    public IWorkers Workers { get; } = new SqliteWorkers(database);

    public async ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        EncodedMessage[] encoded = EncodedMessage.Of(messages);
        await database.WriteAsync(transaction => Write(transaction.Session, encoded), Durability.Power, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, DbTransaction transaction, CancellationToken cancellationToken)
    {
        EncodedMessage[] encoded = EncodedMessage.Of(messages);
        database.WriteWithin(transaction, session => Write(session, encoded));
        return ValueTask.CompletedTask;
    }

    public async ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        var consumer = new SqliteConsumer(database, options);
        await consumer.StartAsync(cancellationToken).ConfigureAwait(false);
        return consumer;
    }

    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(static _ => true, Durability.Process, cancellationToken).ConfigureAwait(false);
    }

    private bool Write(SqliteSession session, EncodedMessage[] messages)
    {
        DateTimeOffset now = database.Now;
        foreach (EncodedMessage message in messages)
        {
            message.Write(session, now);
        }

        return true;
    }
}
