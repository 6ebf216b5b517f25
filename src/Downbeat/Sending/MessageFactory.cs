using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.Sending;

/// <summary>Makes messages of signatures: what the call says, then what the task says, then the defaults.</summary>
internal sealed class MessageFactory(TaskRegistry tasks, TaskJson json, IOptions<DownbeatOptions> options, TimeProvider time)
{
    private static readonly string Origin = string.Create(
        CultureInfo.InvariantCulture, $"gen{Environment.ProcessId}@{Environment.MachineName}");

    public BrokerMessage Create(Signature signature)
    {
        DateTimeOffset now = time.GetUtcNow();
        SendOptions send = signature.Options;
        TaskOptions? own = tasks.TryGet(signature.Task, out TaskDefinition? definition) ? definition.Options : null;
        CheckTogether(send);

        string id = send.TaskId ?? Guid.CreateVersion7(now).ToString();
        DateTimeOffset? eta = Instants.Round(send.Eta ?? now + send.Countdown);
        byte[] args = Write(signature.Args, json.WriteArgs);
        byte[] kwargs = Write(signature.Kwargs, json.WriteKwargs);
        var body = new ArrayBufferWriter<byte>(args.Length + kwargs.Length + 96);
        MessageBodyWriter.Write(body, args, kwargs);
        int? priority = send.Priority ?? own?.Priority;
        var message = new TaskMessage
        {
            Headers = new TaskHeaders
            {
                Task = signature.Task,
                Id = id,
                Shadow = send.Shadow,
                Eta = eta,
                Expires = Instants.Round(send.Expires ?? now + (send.ExpiresAfter ?? own?.Expires)),
                TimeLimits = new TimeLimits(
                    send.TimeLimits.Hard ?? own?.TimeLimit?.TotalSeconds, send.TimeLimits.Soft ?? own?.SoftTimeLimit?.TotalSeconds),
                RootId = TaskContext.Current?.RootId ?? id,
                ParentId = TaskContext.Current?.TaskId,
                ArgsRepr = PythonRepr.Args(args),
                KwargsRepr = PythonRepr.Kwargs(kwargs),
                Origin = Origin,
                IgnoreResult = send.IgnoreResult ?? own?.IgnoreResult ?? false,
                Extra = ExtraHeaders(send, own),
            },
            Properties = new MessageProperties { CorrelationId = id, Priority = priority ?? 0 },
            Body = body.WrittenMemory,
        };

        return new BrokerMessage(send.Queue ?? own?.Queue ?? send.RoutingKey ?? options.Value.DefaultQueue, message)
        {
            Exchange = send.Exchange,
            RoutingKey = send.RoutingKey,
            AvailableAt = eta,
            Priority = priority ?? 0,
            Once = send.Once,
        };
    }

    private static void CheckTogether(SendOptions send)
    {
        if (send.Countdown is not null && send.Eta is not null)
        {
            throw new InvalidValueException("countdown", send.Countdown, "nothing while eta is set: at most one of the two");
        }

        if (send.Once && send.TaskId is null)
        {
            throw new InvalidValueException("once", "true", "false without a task_id: what has been sent is known by its id");
        }

        if (send.Expires is not null && send.ExpiresAfter is not null)
        {
            throw new InvalidValueException("expires", send.ExpiresAfter, "an instant or a time, not both");
        }
    }

    private static byte[] Write<T>(T values, Action<IBufferWriter<byte>, T> write)
    {
        var output = new ArrayBufferWriter<byte>(64);
        write(output, values);
        return output.WrittenSpan.ToArray();
    }

    private IReadOnlyDictionary<string, JsonElement> ExtraHeaders(SendOptions send, TaskOptions? own)
    {
        Activity? activity = Activity.Current;
        if (send.Headers.Count == 0 && own?.ResultKeep is null && activity is null)
        {
            return NoHeaders.Instance;
        }

        var headers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach ((string name, object? value) in send.Headers)
        {
            if (ReservedHeaders.Contains(Check.Name("headers", name)))
            {
                throw new InvalidValueException("headers", name, "names that the message protocol does not use itself");
            }

            headers[name] = ToElement(value, name);
        }

        if (own?.ResultKeep is { } keep)
        {
            headers[HeaderNames.ResultKeep] = ToElement(keep.TotalSeconds, HeaderNames.ResultKeep);
        }

        if (activity is { IdFormat: ActivityIdFormat.W3C, Id: { } trace })
        {
            headers[HeaderNames.TraceParent] = ToElement(trace, HeaderNames.TraceParent);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                headers[HeaderNames.TraceState] = ToElement(state, HeaderNames.TraceState);
            }
        }

        return headers;
    }

    private JsonElement ToElement(object? value, string header)
    {
        var output = new ArrayBufferWriter<byte>(64);
        json.Serialize(output, value, value?.GetType() ?? typeof(object), header);
        return JsonElement.Parse(output.WrittenSpan);
    }
}
