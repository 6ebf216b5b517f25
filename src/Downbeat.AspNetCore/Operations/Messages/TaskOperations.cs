using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.Brokers;
using Downbeat.Tasks;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>Which tasks there are, and sending them.</summary>
internal sealed class TaskOperations(IBroker broker, TaskRegistry registry, ITaskClient client, AuditTrail audit)
{
    private const int LongestKey = 200;

    /// <summary>The tasks that living workers told of, and those of this application, by name.</summary>
    public async Task<IReadOnlyList<KnownTask>> ListAsync(CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkerInfo> workers = await broker.Workers.ListAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string, string> told = workers.Where(worker => worker.IsAlive)
            .SelectMany(worker => worker.Report.Tasks.Select(task => (Task: task, worker.Name)))
            .ToLookup(one => one.Task, one => one.Name, StringComparer.Ordinal);
        return
        [
            .. told.Select(one => one.Key).Union(registry.All.Select(task => task.Name), StringComparer.Ordinal).Order(StringComparer.Ordinal)
                .Select(name => new KnownTask(
                    name,
                    [.. told[name].Order(StringComparer.Ordinal)],
                    registry.TryGet(name, out TaskDefinition? definition) ? definition.Parameters : null)),
        ];
    }

    /// <summary>Sends a task.</summary>
    /// <returns>The task's id: with a key, the same however often it is asked for.</returns>
    public async Task<string> SendAsync(Actor actor, SendRequest request, CancellationToken cancellationToken)
    {
        Signature signature = Signature.Create(request.Task, [.. request.Args ?? []], ToDictionary(request.Kwargs)) with
        {
            Options = new SendOptions
            {
                TaskId = request.IdempotencyKey is { } key ? IdOf(actor, request.Task, key) : null,
                Once = request.IdempotencyKey is not null,
                Queue = request.Queue,
                RoutingKey = request.RoutingKey,
                Priority = request.Priority,
                Eta = request.Eta,
                Countdown = request.Countdown,
                Expires = request.Expires,
                ExpiresAfter = request.ExpiresAfter,
                Headers = ToDictionary(request.Headers),
            },
        };
        AsyncResult sent = await client.SendAsync(signature, cancellationToken).ConfigureAwait(false);
        var after = new JsonObject
        {
            ["task_id"] = sent.Id, ["args"] = request.Args?.DeepClone(), ["kwargs"] = request.Kwargs?.DeepClone(), ["queue"] = request.Queue,
        };
        await audit.WriteAsync(actor, "task sent", Subjects.Task(request.Task), request.Task, before: null, after).ConfigureAwait(false);
        return sent.Id;
    }

    // What one sender's key means, another's does not.
    private static string IdOf(Actor actor, string task, string key)
    {
        if (key.Length is 0 or > LongestKey)
        {
            throw new InvalidValueException("Idempotency-Key", key, $"1 to {LongestKey} characters");
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{actor.UserId?.ToString() ?? actor.Name}\n{task}\n{key}"), hash);
        hash[6] = (byte)((hash[6] & 0x0F) | 0x80);
        hash[8] = (byte)((hash[8] & 0x3F) | 0x80);
        return new Guid(hash[..16], bigEndian: true).ToString();
    }

    private static Dictionary<string, object?> ToDictionary(JsonObject? json)
    {
        return (json ?? []).ToDictionary(field => field.Key, object? (field) => field.Value, StringComparer.Ordinal);
    }
}
