using System.Buffers;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.ScheduleStores;

/// <summary>Makes the messages of fires, by schedule and by hand alike, with all options of their periodic task.</summary>
public sealed class FireMessages
{
    private static readonly TimeSpan LongestUnknown = TimeSpan.FromHours(1);
    private static readonly JsonElement[] Kinds = [JsonStrings.Of("scheduled"), JsonStrings.Of("catch_up"), JsonStrings.Of("manual")];
    private static readonly byte[] NoArgs = "[]"u8.ToArray();
    private static readonly byte[] NoKwargs = "{}"u8.ToArray();

    private static readonly string Origin = string.Create(
        CultureInfo.InvariantCulture, $"beat{Environment.ProcessId}@{Environment.MachineName}");

    private readonly TaskRegistry _tasks;
    private readonly IOptions<DownbeatOptions> _options;

    /// <summary>Creates the factory.</summary>
    /// <param name="tasks">The tasks this application knows: what a periodic task does not say, they do.</param>
    /// <param name="options">The defaults.</param>
    public FireMessages(TaskRegistry tasks, IOptions<DownbeatOptions> options)
    {
        _tasks = tasks;
        _options = options;
    }

    /// <summary>Makes the message of a fire.</summary>
    /// <param name="row">The periodic task.</param>
    /// <param name="taskId">The task's id.</param>
    /// <param name="nominal">The occurrence.</param>
    /// <param name="kind">Why it fires.</param>
    /// <param name="firedAt">When it was decided; its expiry counts from here.</param>
    /// <exception cref="InvalidValueException">A field of the row cannot be used.</exception>
    public BrokerMessage Create(PeriodicTaskRow row, string taskId, DateTimeOffset nominal, FireKind kind, DateTimeOffset firedAt)
    {
        TaskOptions? own = Own(row);
        byte[] args = ReadJson("args", row.Args, JsonTokenType.StartArray, "a JSON array");
        byte[] kwargs = ReadJson("kwargs", row.Kwargs, JsonTokenType.StartObject, "a JSON object");
        var body = new ArrayBufferWriter<byte>(args.Length + kwargs.Length + 96);
        MessageBodyWriter.Write(body, args, kwargs);
        int priority = row.Priority ?? own?.Priority ?? 0;
        var message = new TaskMessage
        {
            Headers = new TaskHeaders
            {
                Task = row.Task,
                Id = taskId,
                Expires = row.Expires ?? Later(firedAt, row.ExpiresAfter ?? own?.Expires),
                TimeLimits = new TimeLimits(own?.TimeLimit?.TotalSeconds, own?.SoftTimeLimit?.TotalSeconds),
                RootId = taskId,
                ArgsRepr = PythonRepr.Args(args),
                KwargsRepr = PythonRepr.Kwargs(kwargs),
                Origin = Origin,
                IgnoreResult = own?.IgnoreResult ?? false,
                Extra = ExtraHeaders(row, nominal, kind, own),
            },
            Properties = new MessageProperties { CorrelationId = taskId, Priority = priority },
            Body = body.WrittenMemory,
        };
        return new BrokerMessage(row.Queue ?? own?.Queue ?? row.RoutingKey ?? _options.Value.DefaultQueue, message)
        {
            Exchange = row.Exchange,
            RoutingKey = row.RoutingKey,
            Priority = priority,
            Once = true,
        };
    }

    /// <summary>When nobody waits any longer to learn what became of a run: after its time limit, else its expiry, else one hour.</summary>
    /// <param name="row">The periodic task.</param>
    /// <param name="firedAt">When its fire was decided.</param>
    public DateTimeOffset GiveUpAt(PeriodicTaskRow row, DateTimeOffset firedAt)
    {
        TaskOptions? own = Own(row);
        return Later(firedAt, own?.TimeLimit ?? (row.Expires - firedAt) ?? row.ExpiresAfter ?? own?.Expires ?? LongestUnknown)!.Value;
    }

    /// <summary>Whether nothing is kept of a periodic task's runs, so that nobody can tell what became of them.</summary>
    /// <param name="row">The periodic task.</param>
    public bool IgnoresResult(PeriodicTaskRow row) => Own(row)?.IgnoreResult ?? false;

    private TaskOptions? Own(PeriodicTaskRow row)
    {
        return _tasks.TryGet(row.Task, out TaskDefinition? definition) ? definition.Options : null;
    }

    // A task may say "never" by the longest time there is.
    private static DateTimeOffset? Later(DateTimeOffset instant, TimeSpan? time)
    {
        return time > DateTimeOffset.MaxValue - instant ? DateTimeOffset.MaxValue : instant + time;
    }

    private static Dictionary<string, JsonElement> ExtraHeaders(
        PeriodicTaskRow row, DateTimeOffset nominal, FireKind kind, TaskOptions? own)
    {
        var headers = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        if (row.Headers != "{}")
        {
            ReadJson("headers", row.Headers, JsonTokenType.StartObject, "a JSON object");
            foreach (JsonProperty header in JsonElement.Parse(row.Headers, RowJson.Options).EnumerateObject())
            {
                headers[header.Name] = header.Value;
            }
        }

        headers[HeaderNames.PeriodicTaskName] = JsonStrings.Of(row.Name);
        headers[HeaderNames.NominalTime] = JsonStrings.Of(IsoTimestamp.Format(nominal));
        headers[HeaderNames.Fire] = Kinds[(int)kind];
        if (own?.ResultKeep is { } keep)
        {
            headers[HeaderNames.ResultKeep] = JsonElement.Parse(keep.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        }

        if (Activity.Current is { IdFormat: ActivityIdFormat.W3C, Id: { } trace } activity)
        {
            headers[HeaderNames.TraceParent] = JsonStrings.Of(trace);
            if (activity.TraceStateString is { Length: > 0 } state)
            {
                headers[HeaderNames.TraceState] = JsonStrings.Of(state);
            }
        }

        return headers;
    }

    private static byte[] ReadJson(string field, string text, JsonTokenType kind, string allowed)
    {
        if (text is "[]" or "{}" && text[0] == (kind == JsonTokenType.StartArray ? '[' : '{'))
        {
            return kind == JsonTokenType.StartArray ? NoArgs : NoKwargs;
        }

        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        try
        {
            var reader = new Utf8JsonReader(utf8, JsonText.ReaderOptions);
            reader.Read();
            if (reader.TokenType != kind)
            {
                throw new InvalidValueException(field, text, allowed);
            }

            reader.Skip();
            return reader.Read() ? throw new InvalidValueException(field, text, allowed) : utf8;
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException(field, text, $"{allowed}; {exception.Message}", exception);
        }
    }
}
