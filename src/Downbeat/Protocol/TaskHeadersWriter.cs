using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>Writes the headers in Celery's order. What Celery 5.2 does not know yet is only written when it says something.</summary>
internal static class TaskHeadersWriter
{
    public static void Write(Utf8JsonWriter writer, TaskHeaders headers)
    {
        writer.WriteStartObject();
        writer.WriteString(TaskHeaderNames.Lang, headers.Lang);
        writer.WriteString(TaskHeaderNames.Task, headers.Task);
        writer.WriteString(TaskHeaderNames.Id, headers.Id);
        writer.WriteString(TaskHeaderNames.Shadow, headers.Shadow);
        WriteInstant(writer, TaskHeaderNames.Eta, headers.Eta);
        WriteInstant(writer, TaskHeaderNames.Expires, headers.Expires);
        writer.WriteString(TaskHeaderNames.Group, headers.Group);
        WriteNumber(writer, TaskHeaderNames.GroupIndex, headers.GroupIndex);
        writer.WriteNumber(TaskHeaderNames.Retries, headers.Retries);
        writer.WriteStartArray(TaskHeaderNames.TimeLimit);
        WriteSeconds(writer, headers.TimeLimits.Hard);
        WriteSeconds(writer, headers.TimeLimits.Soft);
        writer.WriteEndArray();
        writer.WriteString(TaskHeaderNames.RootId, headers.RootId);
        writer.WriteString(TaskHeaderNames.ParentId, headers.ParentId);
        writer.WriteString(TaskHeaderNames.ArgsRepr, headers.ArgsRepr);
        writer.WriteString(TaskHeaderNames.KwargsRepr, headers.KwargsRepr);
        writer.WriteString(TaskHeaderNames.Origin, headers.Origin);
        writer.WriteBoolean(TaskHeaderNames.IgnoreResult, headers.IgnoreResult);
        WriteSinceStamping(writer, headers);
        ExtraFields.Write(writer, headers.Extra);
        writer.WriteEndObject();
    }

    private static void WriteSinceStamping(Utf8JsonWriter writer, TaskHeaders headers)
    {
        if (headers.ReplacedTaskNesting != 0)
        {
            writer.WriteNumber(TaskHeaderNames.ReplacedTaskNesting, headers.ReplacedTaskNesting);
        }

        if (headers.StampedHeaders is { } names)
        {
            writer.WriteStartArray(TaskHeaderNames.StampedHeaders);
            foreach (string name in names)
            {
                writer.WriteStringValue(name);
            }

            writer.WriteEndArray();
        }

        if (headers.Stamps is { } stamps)
        {
            writer.WritePropertyName(TaskHeaderNames.Stamps);
            ExtraFields.WriteValue(writer, stamps);
        }
    }

    private static void WriteInstant(Utf8JsonWriter writer, JsonEncodedText name, DateTimeOffset? instant)
    {
        if (instant is { } given)
        {
            Span<byte> text = stackalloc byte[IsoTimestamp.MaxLength];
            writer.WriteString(name, text[..IsoTimestamp.Format(given, text)]);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteNumber(Utf8JsonWriter writer, JsonEncodedText name, int? number)
    {
        if (number is { } given)
        {
            writer.WriteNumber(name, given);
        }
        else
        {
            writer.WriteNull(name);
        }
    }

    private static void WriteSeconds(Utf8JsonWriter writer, double? seconds)
    {
        if (seconds is { } given)
        {
            writer.WriteNumberValue(given);
        }
        else
        {
            writer.WriteNullValue();
        }
    }
}
