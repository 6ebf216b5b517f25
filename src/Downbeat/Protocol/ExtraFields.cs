using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Collects the fields nobody typed; costs nothing while there are none.</summary>
internal struct ExtraFields
{
    private Dictionary<string, JsonElement>? _fields;

    public readonly IReadOnlyDictionary<string, JsonElement> Fields =>
        _fields is null ? ReadOnlyDictionary<string, JsonElement>.Empty : _fields;

    /// <summary>Takes the property the reader stands on, value included; of two with one name the last counts, as in Python.</summary>
    public void Add(ref Utf8JsonReader reader)
    {
        string name = reader.GetString()!;
        reader.Read();
        (_fields ??= new(StringComparer.Ordinal))[name] = JsonText.Value(ref reader);
    }

    public static void Write(Utf8JsonWriter writer, IReadOnlyDictionary<string, JsonElement> fields)
    {
        if (fields.Count == 0)
        {
            return;
        }

        foreach ((string name, JsonElement value) in fields)
        {
            writer.WritePropertyName(name);
            WriteValue(writer, value);
        }
    }

    public static void WriteValue(Utf8JsonWriter writer, JsonElement value)
    {
        if (value.ValueKind == JsonValueKind.Undefined)
        {
            writer.WriteNullValue();
        }
        else
        {
            value.WriteTo(writer);
        }
    }

    /// <summary>Refuses names that have a property of their own, so that none is ever written twice.</summary>
    public static IReadOnlyDictionary<string, JsonElement> Check(
        IReadOnlyDictionary<string, JsonElement> fields, Func<string, bool> isTyped, string where)
    {
        ArgumentNullException.ThrowIfNull(fields);
        if (fields.Count > 0)
        {
            foreach (string name in fields.Keys)
            {
                if (isTyped(name))
                {
                    throw new InvalidValueException(
                        $"{where}.{name}", name, "a name that has no property of its own; set the property instead");
                }
            }
        }

        return fields;
    }
}
