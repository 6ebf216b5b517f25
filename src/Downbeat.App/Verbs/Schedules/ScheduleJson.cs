using System.Text.Json;
using Downbeat.Schedules;

namespace Downbeat.App.Verbs.Schedules;

/// <summary>Reads questions about schedules from JSON. What it does not know it refuses by name.</summary>
internal static class ScheduleJson
{
    private static readonly string[] Kinds = ["crontab", "interval", "solar", "clocked", "schedule"];

    private static readonly string[] Known =
        [.. Kinds, "timezone", "dst_gap", "dst_overlap", "anchor", "start_time", "after", "count"];

    public static ScheduleRequest Read(string line)
    {
        JsonElement json = Parse(line);
        JsonFields.EnsureKnown("request", json, Known);
        var origin = new ScheduleOrigin(JsonFields.Instant(json, "start_time"), JsonFields.Instant(json, "anchor"));
        long count = JsonFields.Whole(json, "count") ?? ScheduleRequest.DefaultCount;
        return new ScheduleRequest(ReadSchedule(json), origin, JsonFields.Instant(json, "after"), ScheduleRequest.CheckCount(count));
    }

    private static JsonElement Parse(string line)
    {
        try
        {
            JsonElement json = JsonElement.Parse(line);
            return json.ValueKind == JsonValueKind.Object ? json : throw new InvalidValueException("request", line, "a JSON object");
        }
        catch (JsonException exception)
        {
            throw new InvalidValueException("request", line, "a JSON object; " + exception.Message, exception);
        }
    }

    private static Schedule ReadSchedule(JsonElement json)
    {
        string[] given = [.. Kinds.Where(kind => json.TryGetProperty(kind, out _))];
        if (given.Length != 1)
        {
            throw new InvalidValueException("request", string.Join(", ", given), $"exactly one of {string.Join(", ", Kinds)}");
        }

        RefuseCrontabFields(json, given[0]);
        switch (given[0])
        {
            case "crontab":
                return Schedule.Crontab(
                    JsonFields.Text(json, "crontab")!,
                    JsonFields.Text(json, "timezone") ?? "UTC",
                    ScheduleNames.ParseDstGap(JsonFields.Text(json, "dst_gap") ?? "shift"),
                    ScheduleNames.ParseDstOverlap(JsonFields.Text(json, "dst_overlap") ?? "auto"));
            case "interval":
                JsonElement interval = JsonFields.Object(json, "interval");
                JsonFields.EnsureKnown("interval", interval, ["every", "period"]);
                return Schedule.Interval(
                    JsonFields.Whole(interval, "every") ?? throw new InvalidValueException("every", null, "a whole number, 1 or more"),
                    ScheduleNames.ParsePeriod(JsonFields.Text(interval, "period") ?? ""));
            case "solar":
                JsonElement solar = JsonFields.Object(json, "solar");
                JsonFields.EnsureKnown("solar", solar, ["event", "latitude", "longitude"]);
                return Schedule.Solar(
                    ScheduleNames.ParseSolarEvent(JsonFields.Text(solar, "event") ?? ""),
                    JsonFields.Number(solar, "latitude"),
                    JsonFields.Number(solar, "longitude"));
            case "clocked":
                return Schedule.Clocked(JsonFields.Instant(json, "clocked") ?? throw new InvalidValueException("clocked", null, "an instant"));
            default:
                return Schedule.Parse(JsonFields.Text(json, "schedule") ?? "");
        }
    }

    private static void RefuseCrontabFields(JsonElement json, string kind)
    {
        foreach (string field in (ReadOnlySpan<string>)["timezone", "dst_gap", "dst_overlap"])
        {
            if (kind != "crontab" && json.TryGetProperty(field, out JsonElement value) && value.ValueKind != JsonValueKind.Null)
            {
                throw new InvalidValueException(field, value, "nothing: only crontabs have one");
            }
        }
    }
}
