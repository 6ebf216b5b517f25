using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Protocol;

namespace Downbeat.ScheduleStores;

/// <summary>The fields of a periodic task's JSON document.</summary>
internal readonly struct PeriodicTaskFields(JsonElement document)
{
    // Longer than the calendar; what is allowed of it the rules say.
    private const decimal MostSeconds = 900_000_000_000m;

    private static readonly string[] Names =
    [
        "name", "task", "schedule", "args", "kwargs", "queue", "exchange", "routing_key", "priority", "headers", "expires", "expire_seconds",
        "one_off", "start_time", "enabled", "description", "catch_up", "starting_deadline", "overlap", "jitter", "tags",
    ];

    public PeriodicTask Read()
    {
        foreach (JsonProperty field in document.EnumerateObject())
        {
            if (!Names.Contains(field.Name, StringComparer.Ordinal))
            {
                throw new InvalidValueException(field.Name, field.Value.GetRawText(), $"no such field; these are known: {string.Join(", ", Names)}");
            }
        }

        return new PeriodicTask(Required("name"), Required("task"))
        {
            Schedule = Schedule.Parse(Required("schedule")),
            Args = Node<JsonArray>("args", JsonValueKind.Array, "a JSON array") ?? [],
            Kwargs = Node<JsonObject>("kwargs", JsonValueKind.Object, "a JSON object") ?? [],
            Headers = Node<JsonObject>("headers", JsonValueKind.Object, "a JSON object") ?? [],
            Queue = Text("queue"),
            Exchange = Text("exchange"),
            RoutingKey = Text("routing_key"),
            Priority = Whole("priority"),
            Expires = Instant("expires"),
            ExpiresAfter = Seconds("expire_seconds"),
            OneOff = Flag("one_off") ?? false,
            StartTime = Instant("start_time"),
            Enabled = Flag("enabled") ?? true,
            Description = Text("description") ?? "",
            CatchUp = Text("catch_up") is { } catchUp ? Words.ReadCatchUp(catchUp) : CatchUp.Latest,
            StartingDeadline = Seconds("starting_deadline"),
            Overlap = Text("overlap") is { } overlap ? Words.ReadOverlap(overlap) : Overlap.Allow,
            Jitter = Seconds("jitter") ?? TimeSpan.Zero,
            Tags = Tags(),
        };
    }

    private static InvalidValueException Refusal(string field, JsonElement value, string allowed) => new(field, value.GetRawText(), allowed);

    // A field that is null says as much as one that is not there.
    private bool TryGet(string field, out JsonElement value)
    {
        return document.TryGetProperty(field, out value) && value.ValueKind != JsonValueKind.Null;
    }

    private string Required(string field) => Text(field) ?? throw new InvalidValueException(field, null, "text; it must be given");

    private string? Text(string field)
    {
        return !TryGet(field, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.String ? value.GetString()
            : throw Refusal(field, value, "text");
    }

    private bool? Flag(string field)
    {
        return !TryGet(field, out JsonElement value) ? null
            : value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean()
            : throw Refusal(field, value, "true or false");
    }

    private int? Whole(string field)
    {
        return !TryGet(field, out JsonElement value) ? null
            : value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int whole) ? whole
            : throw Refusal(field, value, "a whole number");
    }

    private TimeSpan? Seconds(string field)
    {
        if (!TryGet(field, out JsonElement value))
        {
            return null;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out decimal seconds) && Math.Abs(seconds) <= MostSeconds
            ? TimeSpan.FromMicroseconds((long)(seconds * 1_000_000m))
            : throw Refusal(field, value, "a number of seconds");
    }

    private DateTimeOffset? Instant(string field)
    {
        return Text(field) is not { } text ? null
            : IsoTimestamp.TryParse(text, out DateTimeOffset instant) ? instant
            : throw new InvalidValueException(field, text, "an instant in ISO 8601, such as 2026-11-23T12:00:00Z");
    }

    private T? Node<T>(string field, JsonValueKind kind, string allowed)
        where T : JsonNode
    {
        return !TryGet(field, out JsonElement value) ? null
            : value.ValueKind == kind ? (T)JsonNode.Parse(value.GetRawText(), documentOptions: RowJson.Options)!
            : throw Refusal(field, value, allowed);
    }

    private string[] Tags()
    {
        if (!TryGet("tags", out JsonElement value))
        {
            return [];
        }

        const string Allowed = "a JSON array of texts";
        return value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Select(tag => tag.ValueKind == JsonValueKind.String ? tag.GetString()! : throw Refusal("tags", tag, Allowed))]
            : throw Refusal("tags", value, Allowed);
    }
}
