using System.Globalization;

namespace Downbeat.Schedules;

/// <summary>Reads the text forms of all kinds: <c>kind: words</c>.</summary>
internal static class ScheduleParser
{
    private const string GapOption = "dst_gap=";
    private const string OverlapOption = "dst_overlap=";

    internal static Parsed<Schedule> Read(string? text)
    {
        int colon = text?.IndexOf(':', StringComparison.Ordinal) ?? -1;
        if (colon < 0)
        {
            return new InvalidValueException(
                "kind", text, "interval: 5 minutes, crontab: 0 4 * * * UTC, solar: sunset 52.5 13.4 or clocked: 2026-11-23T12:00:00Z");
        }

        Parsed<ScheduleKind> kind = ScheduleNames.Kinds.Read(text![..colon].Trim());
        if (kind.Refusal is not null)
        {
            return kind.Refusal;
        }

        string body = text[(colon + 1)..];
        string[] words = Words(body);
        return kind.ValueOrThrow switch
        {
            ScheduleKind.Interval => Upcast(ReadInterval(body, words)),
            ScheduleKind.Crontab => Upcast(ReadCrontab(body, words)),
            ScheduleKind.Solar => Upcast(ReadSolar(body, words)),
            _ => Upcast(ClockedSchedule.Create(string.Join(' ', words))),
        };
    }

    /// <summary>The words of a text, however they are spaced.</summary>
    internal static string[] Words(string? text) => text?.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) ?? [];

    private static Parsed<Schedule> Upcast<T>(Parsed<T> parsed)
        where T : Schedule
        => parsed.Refusal is null ? parsed.ValueOrThrow : parsed.Refusal;

    private static Parsed<IntervalSchedule> ReadInterval(string body, string[] words)
    {
        if (words.Length != 2 || !long.TryParse(words[0], NumberStyles.None, CultureInfo.InvariantCulture, out long every))
        {
            return new InvalidValueException("every", body.Trim(), "a whole number and a period, such as 5 minutes");
        }

        Parsed<IntervalPeriod> period = ScheduleNames.Periods.Read(words[1]);
        if (every == 1 && ScheduleNames.Periods.Read(words[1] + "s") is { Refusal: null } singular)
        {
            period = singular;
        }

        return period.Refusal is null ? IntervalSchedule.Create(every, period.ValueOrThrow) : period.Refusal;
    }

    private static Parsed<CrontabSchedule> ReadCrontab(string body, string[] words)
    {
        string? gap = null;
        string? overlap = null;
        int end = words.Length;
        while (end > 0 && words[end - 1].Contains('='))
        {
            end--;
            string option = words[end];
            if (gap is null && option.StartsWith(GapOption, StringComparison.Ordinal))
            {
                gap = option[GapOption.Length..];
            }
            else if (overlap is null && option.StartsWith(OverlapOption, StringComparison.Ordinal))
            {
                overlap = option[OverlapOption.Length..];
            }
            else
            {
                return new InvalidValueException("crontab", option, "dst_gap=… and dst_overlap=…, each once, after the time zone");
            }
        }

        if (end is not (5 or 6))
        {
            return new InvalidValueException("crontab", body.Trim(), "five fields and a time zone, such as 0 4 * * * Europe/Berlin");
        }

        Parsed<DstGap> dstGap = gap is null ? DstGap.Shift : ScheduleNames.Gaps.Read(gap);
        Parsed<DstOverlap> dstOverlap = overlap is null ? DstOverlap.Auto : ScheduleNames.Overlaps.Read(overlap);
        if ((dstGap.Refusal ?? dstOverlap.Refusal) is { } refusal)
        {
            return refusal;
        }

        string zone = end == 6 ? words[5] : "UTC";
        return CrontabSchedule.Create(string.Join(' ', words.AsSpan(0, 5)), zone, dstGap.ValueOrThrow, dstOverlap.ValueOrThrow);
    }

    private static Parsed<SolarSchedule> ReadSolar(string body, string[] words)
    {
        if (words.Length != 3)
        {
            return new InvalidValueException("solar", body.Trim(), "an event, a latitude and a longitude, such as sunset 52.5 13.4");
        }

        Parsed<SolarEvent> solarEvent = ScheduleNames.Events.Read(words[0]);
        if (solarEvent.Refusal is not null)
        {
            return solarEvent.Refusal;
        }

        return !TryReadDegrees(words[1], out double latitude) ? SolarSchedule.LatitudeRefusal(words[1])
            : !TryReadDegrees(words[2], out double longitude) ? SolarSchedule.LongitudeRefusal(words[2])
            : SolarSchedule.Create(solarEvent.ValueOrThrow, latitude, longitude);
    }

    private static bool TryReadDegrees(string text, out double degrees)
        => double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out degrees);
}
