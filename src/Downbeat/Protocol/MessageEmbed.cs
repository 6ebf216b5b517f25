using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>The third part of a body: what happens after the task. Signatures are kept as the JSON they came as.</summary>
public sealed record MessageEmbed
{
    /// <summary>Nothing happens after the task.</summary>
    public static MessageEmbed None { get; } = new();

    /// <summary>The signatures to send when the task has succeeded, a list; <see langword="null"/> for none.</summary>
    public JsonElement? Callbacks { get; init; }

    /// <summary>The signatures to send when the task has failed, a list; <see langword="null"/> for none.</summary>
    public JsonElement? Errbacks { get; init; }

    /// <summary>The rest of the chain, a list in reverse order: the last one is next; <see langword="null"/> for none.</summary>
    public JsonElement? Chain { get; init; }

    /// <summary>The body of the chord whose header this task belongs to, a signature; <see langword="null"/> for none.</summary>
    public JsonElement? Chord { get; init; }

    /// <summary>Every other field by its name on the wire, as JSON; empty by default. The names above are refused here.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra
    {
        get;
        init => field = ExtraFields.Check(value, static name => name is "callbacks" or "errbacks" or "chain" or "chord", "embed");
    }
        = ReadOnlyDictionary<string, JsonElement>.Empty;

    /// <summary>Reads the four fields that Celery knows; the others are kept unless they are named in <paramref name="ignored"/>.</summary>
    internal static MessageEmbed Read(JsonElement embed, ReadOnlySpan<string> ignored = default)
    {
        JsonElement? callbacks = null;
        JsonElement? errbacks = null;
        JsonElement? chain = null;
        JsonElement? chord = null;
        Dictionary<string, JsonElement>? extra = null;
        foreach (JsonProperty field in embed.EnumerateObject())
        {
            if (field.NameEquals("callbacks"u8))
            {
                callbacks = List("callbacks", field.Value);
            }
            else if (field.NameEquals("errbacks"u8))
            {
                errbacks = List("errbacks", field.Value);
            }
            else if (field.NameEquals("chain"u8))
            {
                chain = List("chain", field.Value);
            }
            else if (field.NameEquals("chord"u8))
            {
                chord = Checked("chord", field.Value, JsonValueKind.Object, "a signature or null");
            }
            else if (!ignored.Contains(field.Name))
            {
                (extra ??= new(StringComparer.Ordinal))[field.Name] = field.Value;
            }
        }

        return callbacks is null && errbacks is null && chain is null && chord is null && extra is null
            ? None
            : new() { Callbacks = callbacks, Errbacks = errbacks, Chain = chain, Chord = chord, Extra = extra ?? None.Extra };
    }

    private static JsonElement? List(string name, JsonElement value) =>
        Checked(name, value, JsonValueKind.Array, "a list of signatures or null");

    private static JsonElement? Checked(string name, JsonElement value, JsonValueKind kind, string allowed) =>
        value.ValueKind == kind ? value
        : value.ValueKind == JsonValueKind.Null ? null
        : throw new InvalidMessageException($"embed.{name}", MessageBody.Describe(value), allowed);
}
