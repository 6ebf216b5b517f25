using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.Brokers;
using Downbeat.Paging;
using Downbeat.Protocol;
using Downbeat.Sending;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>What people do with messages that could not be handled.</summary>
internal sealed class DeadLetterOperations(IBroker broker, DeadLetterRequeue requeue, AuditTrail audit)
{
    public Task<Page<DeadLetter>> ListAsync(DeadLetterSelection selection, PageRequest page, CancellationToken cancellationToken)
    {
        return broker.DeadLetters.ListAsync(selection, page, cancellationToken).AsTask();
    }

    /// <summary>Puts them back on their queues; what is kept of their failures is forgotten.</summary>
    public async Task<long> RequeueAsync(Actor actor, DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        long count = await requeue.RequeueAsync(selection, cancellationToken).ConfigureAwait(false);
        await WriteAsync(actor, "dead letters requeued", selection, count).ConfigureAwait(false);
        return count;
    }

    public async Task<long> DiscardAsync(Actor actor, DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        long count = await broker.DeadLetters.PurgeAsync(selection, cancellationToken).ConfigureAwait(false);
        await WriteAsync(actor, "dead letters discarded", selection, count).ConfigureAwait(false);
        return count;
    }

    /// <summary>The arguments of a message; null where they cannot be read.</summary>
    public static (JsonNode? Args, JsonNode? Kwargs) Arguments(DeadLetter letter)
    {
        try
        {
            MessageBody body = letter.Message.ReadBody();
            return (JsonArray.Create(body.Args), JsonObject.Create(body.Kwargs));
        }
        catch (DownbeatException)
        {
            return (null, null);
        }
    }

    private Task WriteAsync(Actor actor, string action, DeadLetterSelection selection, long count)
    {
        var which = new JsonObject { ["messages"] = count };
        if (selection.TaskIds is { } ids)
        {
            which["task_ids"] = new JsonArray([.. ids.Take(100).Select(id => (JsonNode)id)]);
        }

        which["queue"] = selection.Queue;
        which["task"] = selection.Task;
        return audit.WriteAsync(actor, action, Subjects.DeadLetters, selection.Queue ?? selection.Task ?? "dead letters", before: null, which);
    }
}
