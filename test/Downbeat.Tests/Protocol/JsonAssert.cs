using System.Buffers;
using System.Text.Json;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

internal static class JsonAssert
{
    private static readonly string[] Instants = ["eta", "expires"];

    public static string Written(Action<IBufferWriter<byte>> write) => System.Text.Encoding.UTF8.GetString(WrittenBytes(write));

    public static byte[] WrittenBytes(Action<IBufferWriter<byte>> write)
    {
        var output = new ArrayBufferWriter<byte>();
        write(output);
        return output.WrittenSpan.ToArray();
    }

    /// <summary>Field by field, in any order; instants as instants, however their offset is written.</summary>
    public static void ShouldHaveTheSameFields(this JsonElement written, JsonElement recorded, string because)
    {
        written.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal)
            .ShouldBe(recorded.EnumerateObject().Select(field => field.Name).Order(StringComparer.Ordinal), because);
        foreach (JsonProperty field in recorded.EnumerateObject())
        {
            JsonElement value = written.GetProperty(field.Name);
            if (Instants.Contains(field.Name) && field.Value.ValueKind == JsonValueKind.String)
            {
                Instant(value).ShouldBe(Instant(field.Value), $"{because}, {field.Name}");
            }
            else
            {
                JsonElement.DeepEquals(value, field.Value).ShouldBeTrue($"{because}, {field.Name}: {value} instead of {field.Value}");
            }
        }
    }

    private static DateTimeOffset Instant(JsonElement text)
    {
        IsoTimestamp.TryParse(text.GetString(), out DateTimeOffset instant).ShouldBeTrue(text.GetString());
        return instant;
    }
}
