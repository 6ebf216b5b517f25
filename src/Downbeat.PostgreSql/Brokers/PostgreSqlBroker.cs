using System.Data.Common;
using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>A broker in a database.</summary>
internal sealed class PostgreSqlBroker(PostgreSqlDatabase database) : ITransactionalBroker
{
    public BrokerCapabilities Capabilities { get; } = new()
    {
        Technology = PostgreSqlUrl.Scheme,
        Priorities = 256,
        HoldsUntilEta = true,
        PublishesOnce = true,
        KeepsDeadLetters = true,
        Database = database.Identity,
    };

    public IQueues Queues { get; } = new PostgreSqlQueues(database);

    public IDeadLetters DeadLetters { get; } = new PostgreSqlDeadLetters(database);

    public IRevocations Revocations { get; } = new PostgreSqlRevocations(database);

    public IWorkers Workers { get; } = new PostgreSqlWorkers(database);

    public async ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        List<EncodedMessage> encoded = EncodedMessage.Of(messages);
        if (encoded.Count == 0)
        {
            return;
        }

        await database.TransactAsync(
            transaction =>
            {
                foreach (Command command in Publishing.Commands(database, encoded))
                {
                    transaction.Defer(command);
                }

                transaction.Touched |= Topics.Messages;
                return new ValueTask<bool>(true);
            },
            Durability.Server,
            cancellationToken,
            mustKnowFate: true).ConfigureAwait(false);
    }

    public ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, DbTransaction transaction, CancellationToken cancellationToken)
    {
        List<EncodedMessage> encoded = EncodedMessage.Of(messages);
        return database.WriteWithinAsync(transaction, Topics.Messages, () => Publishing.Commands(database, encoded), cancellationToken);
    }

    public async ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        var consumer = new PostgreSqlConsumer(database, options);
        await consumer.StartAsync(cancellationToken).ConfigureAwait(false);
        return consumer;
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => database.CheckAsync(cancellationToken);
}
