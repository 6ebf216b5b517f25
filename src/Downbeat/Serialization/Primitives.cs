using System.Text.Json;
using System.Text.Json.Nodes;

namespace Downbeat.Serialization;

/// <summary>The short way for what JSON has itself: no metadata, no boxing. Whatever does not fit goes the long way.</summary>
internal static class Primitives
{
    public static bool TryRead<T>(JsonElement json, out T? value)
    {
        // For value types the compiler keeps one branch and removes the box.
        switch (json.ValueKind)
        {
            case JsonValueKind.Number when typeof(T) == typeof(int) && json.TryGetInt32(out int number):
                value = (T)(object)number;
                return true;
            case JsonValueKind.Number when typeof(T) == typeof(long) && json.TryGetInt64(out long number):
                value = (T)(object)number;
                return true;
            case JsonValueKind.Number when typeof(T) == typeof(double) && json.TryGetDouble(out double number):
                value = (T)(object)number;
                return true;
            case JsonValueKind.String when typeof(T) == typeof(string):
                value = (T)(object)json.GetString()!;
                return true;
            case JsonValueKind.True or JsonValueKind.False when typeof(T) == typeof(bool):
                value = (T)(object)json.GetBoolean();
                return true;
            case not JsonValueKind.Undefined when typeof(T) == typeof(JsonElement):
                value = (T)(object)json;
                return true;
            default:
                value = default;
                return false;
        }
    }

    public static bool TryWrite<T>(Utf8JsonWriter writer, T value)
    {
        if (typeof(T) == typeof(int))
        {
            writer.WriteNumberValue((int)(object)value!);
            return true;
        }

        if (typeof(T) == typeof(long))
        {
            writer.WriteNumberValue((long)(object)value!);
            return true;
        }

        if (typeof(T) == typeof(bool))
        {
            writer.WriteBooleanValue((bool)(object)value!);
            return true;
        }

        bool isShort = !typeof(T).IsValueType || typeof(T) == typeof(double) || typeof(T) == typeof(JsonElement);
        return isShort && TryWriteBoxed(writer, value);
    }

    public static bool TryWriteBoxed(Utf8JsonWriter writer, object? value)
    {
        switch (value)
        {
            case null:
                writer.WriteNullValue();
                return true;
            case string text:
                writer.WriteStringValue(text);
                return true;
            case int number:
                writer.WriteNumberValue(number);
                return true;
            case long number:
                writer.WriteNumberValue(number);
                return true;
            case bool flag:
                writer.WriteBooleanValue(flag);
                return true;
            case double number when double.IsFinite(number):
                writer.WriteNumberValue(number);
                return true;
            case JsonElement { ValueKind: not JsonValueKind.Undefined } element:
                element.WriteTo(writer);
                return true;
            case JsonNode node:
                node.WriteTo(writer);
                return true;
            default:
                return false;
        }
    }
}
