using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Protocol;

namespace Downbeat.ScheduleStores;

/// <summary>
/// A periodic task as one JSON document: what is declared in code, exported, imported and edited from afar. Fields have the names of the columns;
/// those with their default are left out. Times are seconds, instants ISO 8601.
/// </summary>
public static class PeriodicTaskJson
{
    private static readonly JsonWriterOptions Compact = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Writes a periodic task; two that say the same have the same text.</summary>
    /// <param name="task">The periodic task.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    public static string Write(PeriodicTask task)
    {
        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output, Compact))
        {
            Write(json, task);
        }

        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    /// <summary>Writes a periodic task.</summary>
    /// <param name="json">Where to.</param>
    /// <param name="task">The periodic task.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    public static void Write(Utf8JsonWriter json, PeriodicTask task)
    {
        PeriodicTaskRules.Check(task);
        json.WriteStartObject();
        json.WriteString("name"u8, task.Name);
        json.WriteString("task"u8, task.Task);
        json.WriteString("schedule"u8, task.Schedule!.ToString());
        WriteNode(json, "args", task.Args, task.Args.Count);
        WriteNode(json, "kwargs", task.Kwargs, task.Kwargs.Count);
        WriteText(json, "queue"u8, task.Queue);
        WriteText(json, "exchange"u8, task.Exchange);
        WriteText(json, "routing_key"u8, task.RoutingKey);
        if (task.Priority is { } priority)
        {
            json.WriteNumber("priority"u8, priority);
        }

        WriteNode(json, "headers", task.Headers, task.Headers.Count);
        WriteInstant(json, "expires"u8, task.Expires);
        WriteSeconds(json, "expire_seconds"u8, task.ExpiresAfter);
        WriteFlag(json, "one_off"u8, task.OneOff, isDefault: !task.OneOff);
        WriteInstant(json, "start_time"u8, task.StartTime);
        WriteFlag(json, "enabled"u8, task.Enabled, isDefault: task.Enabled);
        WriteText(json, "description"u8, task.Description.Length == 0 ? null : task.Description);
        WriteText(json, "catch_up"u8, task.CatchUp == CatchUp.Latest ? null : Words.Of(task.CatchUp));
        WriteSeconds(json, "starting_deadline"u8, task.StartingDeadline);
        WriteText(json, "overlap"u8, task.Overlap == Overlap.Allow ? null : Words.Of(task.Overlap));
        WriteSeconds(json, "jitter"u8, task.Jitter == TimeSpan.Zero ? null : task.Jitter);
        if (task.Tags.Count > 0)
        {
            json.WriteStartArray("tags"u8);
            foreach (string tag in task.Tags)
            {
                json.WriteStringValue(tag);
            }

            json.WriteEndArray();
        }

        json.WriteEndObject();
    }

    /// <summary>Reads a periodic task.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidValueException">It is no such document, has a field nobody knows, or says what is not allowed.</exception>
    public static PeriodicTask Read(string json) => Read(Encoding.UTF8.GetBytes(json));

    /// <summary>Reads a periodic task.</summary>
    /// <param name="json">The document.</param>
    /// <exception cref="InvalidValueException">It is no such document, has a field nobody knows, or says what is not allowed.</exception>
    public static PeriodicTask Read(JsonElement json) => Read(JsonText.Raw(json).ToArray());

    private static PeriodicTask Read(byte[] utf8)
    {
        if (LoneSurrogate.IndexIn(utf8) is >= 0 and var lone)
        {
            throw Refusal(utf8, $"JSON whose texts are whole Unicode characters; at byte {lone + 1} is half of one");
        }

        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8, RowJson.Options);
            PeriodicTask task = document.RootElement.ValueKind == JsonValueKind.Object
                ? new PeriodicTaskFields(document.RootElement).Read()
                : throw Refusal(utf8, "a JSON object with name, task and schedule");
            PeriodicTaskRules.Check(task);
            return task;
        }
        catch (JsonException exception)
        {
            throw Refusal(utf8, $"a JSON object; {exception.Message}", exception);
        }
    }

    private static InvalidValueException Refusal(byte[] utf8, string allowed, JsonException? inner = null)
    {
        return new InvalidValueException("document", Encoding.UTF8.GetString(utf8), allowed, inner);
    }

    private static void WriteNode(Utf8JsonWriter json, string field, JsonNode node, int count)
    {
        if (count == 0)
        {
            return;
        }

        json.WritePropertyName(field);
        try
        {
            node.WriteTo(json);
        }
        catch (Exception exception) when (exception is ArgumentException or NotSupportedException or JsonException)
        {
            throw new InvalidValueException(field, node.GetType().Name, $"values that JSON knows; {exception.Message}", exception);
        }
    }

    private static void WriteText(Utf8JsonWriter json, ReadOnlySpan<byte> field, string? value)
    {
        if (value is not null)
        {
            json.WriteString(field, value);
        }
    }

    private static void WriteFlag(Utf8JsonWriter json, ReadOnlySpan<byte> field, bool value, bool isDefault)
    {
        if (!isDefault)
        {
            json.WriteBoolean(field, value);
        }
    }

    private static void WriteInstant(Utf8JsonWriter json, ReadOnlySpan<byte> field, DateTimeOffset? value)
    {
        if (value is { } instant)
        {
            json.WriteString(field, IsoTimestamp.Format(Instants.Round(instant)));
        }
    }

    // Decimal: whole microseconds stay whole microseconds.
    private static void WriteSeconds(Utf8JsonWriter json, ReadOnlySpan<byte> field, TimeSpan? value)
    {
        if (value is { } time)
        {
            json.WriteNumber(field, time.Ticks / TimeSpan.TicksPerMicrosecond / 1_000_000m);
        }
    }
}
