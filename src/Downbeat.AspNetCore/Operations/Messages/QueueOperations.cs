using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>What people do with queues.</summary>
internal sealed class QueueOperations(IBroker broker, AuditTrail audit)
{
    public BrokerCapabilities Capabilities => broker.Capabilities;

    public async Task<IReadOnlyList<QueueInfo>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueInfo> queues = await broker.Queues.ListAsync(cancellationToken).ConfigureAwait(false);
        return [.. queues.OrderBy(queue => queue.Name, StringComparer.Ordinal)];
    }

    /// <summary>Deletes the messages of a queue that no worker holds.</summary>
    /// <returns>How many.</returns>
    public async Task<long> PurgeAsync(Actor actor, string queue, CancellationToken cancellationToken)
    {
        long purged = await broker.Queues.PurgeAsync(queue, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(actor, "queue purged", Subjects.Queue(queue), queue, before: null, new JsonObject { ["messages"] = purged }).ConfigureAwait(false);
        return purged;
    }
}
