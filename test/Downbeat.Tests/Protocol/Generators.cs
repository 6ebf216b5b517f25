using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Protocol;

/// <summary>Arbitrary texts, JSON and messages.</summary>
internal static class Generators
{
    public static Gen<string> Text { get; } = Gen.OneOf(
        Gen.Elements("", "id-1", "it's", "é☃", "😀", "a b", "\"", "\\", "\n\0", "</script>", "__type__", new string('x', 300)),
        from characters in Gen.ArrayOf(Gen.Choose(0, 0x10ffff).Where(value => value is < 0xd800 or > 0xdfff))
        select string.Concat(characters.Select(char.ConvertFromUtf32)));

    public static Gen<string> Name { get; } = Text.Where(text => text.Length > 0);

    public static Gen<JsonElement> Json { get; } =
        Gen.Sized(size => Value(Math.Min(size, 4)).Select(node => JsonElement.Parse(Written(node))));

    public static Gen<JsonElement> JsonList { get; } =
        Gen.ListOf(Value(3)).Select(items => JsonElement.Parse($"[{string.Join(", ", items.Select(Written))}]"));

    public static Gen<JsonElement> JsonObject { get; } = Fields(Value(3)).Select(node => JsonElement.Parse(Written(node)));

    public static Gen<DateTimeOffset> Instant { get; } =
        from days in Gen.Choose(0, 3_652_058)
        from microseconds in Gen.Choose(0, int.MaxValue)
        from offset in Gen.Choose(-14 * 60, 14 * 60)
        let ticks = (days * TimeSpan.TicksPerDay) + ((long)microseconds * TimeSpan.TicksPerMicrosecond)
        where ticks > TimeSpan.TicksPerDay && ticks < DateTime.MaxValue.Ticks - TimeSpan.TicksPerDay
        select new DateTimeOffset(ticks, TimeSpan.Zero).ToOffset(TimeSpan.FromMinutes(offset));

    public static Gen<TaskHeaders> Headers { get; } =
        from required in Gen.Two(Name)
        from texts in Gen.ArrayOf(Gen.OrNull(Text), 6)
        from reprs in Gen.Two(Text)
        from instants in Gen.ArrayOf(Optional(Instant), 2)
        from numbers in Gen.ArrayOf(Gen.Choose(0, int.MaxValue), 3)
        from limits in Gen.ArrayOf(Optional(Gen.Choose(0, 100_000).Select(tenths => tenths / 10.0)), 2)
        from flag in Gen.Elements(true, false)
        from stamps in Optional(JsonObject)
        from names in Gen.ListOf(Text)
        from extra in Extra(TaskHeaderNames.IsTyped)
        select new TaskHeaders
        {
            Lang = texts[0] ?? "csharp",
            Task = required.Item1,
            Id = required.Item2,
            Shadow = texts[1],
            Eta = instants[0],
            Expires = instants[1],
            Group = texts[2],
            GroupIndex = flag ? numbers[0] : null,
            Retries = numbers[1],
            TimeLimits = new TimeLimits(limits[0], limits[1]),
            RootId = texts[3],
            ParentId = texts[4],
            ArgsRepr = reprs.Item1,
            KwargsRepr = reprs.Item2,
            Origin = texts[5],
            IgnoreResult = flag,
            ReplacedTaskNesting = flag ? numbers[2] : 0,
            StampedHeaders = flag ? names.ToList() : null,
            Stamps = stamps,
            Extra = extra,
        };

    public static Gen<MessageProperties> Properties { get; } =
        from id in Text
        from texts in Gen.ArrayOf(Gen.OrNull(Text), 3)
        from route in Gen.Two(Text)
        from redelivered in Gen.Elements<bool?>(null, true, false)
        from priority in Optional(Gen.Choose(0, 255))
        from mode in Gen.Elements(1, 2)
        from hasInfo in Gen.Elements(true, false)
        from infoExtra in Extra(name => name is "exchange" or "routing_key" or "redelivered")
        from extra in Extra(MessagePropertyNames.IsTyped)
        select new MessageProperties
        {
            CorrelationId = id,
            ReplyTo = texts[0],
            Expiration = texts[1],
            DeliveryTag = texts[2],
            Priority = priority,
            DeliveryMode = mode,
            DeliveryInfo = hasInfo
                ? new DeliveryInfo { Exchange = route.Item1, RoutingKey = route.Item2, Redelivered = redelivered, Extra = infoExtra }
                : null,
            Extra = extra,
        };

    public static Gen<MessageBody> Body { get; } =
        from args in JsonList
        from kwargs in JsonObject
        from lists in Gen.ArrayOf(Optional(JsonList), 3)
        from chord in Optional(JsonObject)
        from extra in Extra(name => name is "callbacks" or "errbacks" or "chain" or "chord")
        select new MessageBody
        {
            Args = args,
            Kwargs = kwargs,
            Embed = new MessageEmbed { Callbacks = lists[0], Errbacks = lists[1], Chain = lists[2], Chord = chord, Extra = extra },
        };

    public static Gen<byte[]> Bytes { get; } = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value));

    /// <summary>A recorded message with a few bytes changed, removed, repeated or put in.</summary>
    public static Gen<byte[]> Mutated(IReadOnlyList<byte[]> recorded)
    {
        byte[] telling = "{}[]\",:\\u0dDnNtfae-.\0\xff"u8.ToArray();
        return from original in Gen.Elements<byte[]>(recorded)
               from edits in Gen.NonEmptyListOf(Gen.ArrayOf(Gen.Choose(0, 1 << 20), 3))
               select edits.Take(6).Aggregate(original, (bytes, edit) => Edit(bytes, edit, telling));
    }

    private static byte[] Edit(byte[] bytes, int[] edit, byte[] telling)
    {
        int at = bytes.Length == 0 ? 0 : edit[0] % bytes.Length;
        byte sign = telling[edit[1] % telling.Length];
        return (edit[2] % 4) switch
        {
            0 => [.. bytes[..at], sign, .. bytes[at..]],
            1 => [.. bytes[..at], .. bytes[Math.Min(bytes.Length, at + 1 + (edit[1] % 8))..]],
            2 => [.. bytes[..at], .. bytes[Math.Max(0, at - (edit[1] % 16))..]],
            _ => [.. bytes[..at], sign, .. bytes[Math.Min(bytes.Length, at + 1)..]],
        };
    }

    private static Gen<T?> Optional<T>(Gen<T> values)
        where T : struct =>
        Gen.Frequency((1, Gen.Constant<T?>(null)), (2, values.Select(value => (T?)value)));

    private static Gen<Dictionary<string, JsonElement>> Extra(Func<string, bool> isTyped) =>
        from fields in Gen.ListOf(from name in Text from value in Json select (name, value))
        select fields.Where(field => !isTyped(field.name)).DistinctBy(field => field.name, StringComparer.Ordinal)
            .ToDictionary(field => field.name, field => field.value, StringComparer.Ordinal);

    private static Gen<JsonNode?> Value(int depth)
    {
        Gen<JsonNode?> scalar = Gen.OneOf(
            Text.Select(text => (JsonNode?)JsonValue.Create(text)),
            Gen.Choose(int.MinValue, int.MaxValue).Select(number => (JsonNode?)JsonValue.Create(number)),
            Gen.Elements("1.10", "-0", "1e400", "123456789012345678901234567890", "0.1").Select(number => JsonNode.Parse(number)),
            Gen.Elements(true, false).Select(flag => (JsonNode?)JsonValue.Create(flag)),
            Gen.Constant<JsonNode?>(null));
        return depth == 0
            ? scalar
            : Gen.Frequency(
                (4, scalar),
                (1, Gen.ListOf(Value(depth - 1)).Select(items =>
                    (JsonNode?)new JsonArray([.. items.Take(5).Select(item => item?.DeepClone())]))),
                (1, Fields(Value(depth - 1)).Select(node => (JsonNode?)node)));
    }

    private static Gen<JsonObject> Fields(Gen<JsonNode?> values) =>
        from fields in Gen.ListOf(from name in Text from value in values select (name, value))
        select new JsonObject(fields.Take(5).DistinctBy(field => field.name, StringComparer.Ordinal)
            .Select(field => KeyValuePair.Create(field.name, field.value?.DeepClone())));

    private static string Written(JsonNode? node) => node?.ToJsonString() ?? "null";
}
