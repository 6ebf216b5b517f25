using System.Globalization;

namespace Downbeat.App.Output;

/// <summary>Values as they are shown and written.</summary>
internal static class Texts
{
    /// <summary>An instant in UTC with as many decimals as it has: <c>2026-03-29T00:05:00Z</c>.</summary>
    public static string Of(DateTimeOffset instant)
    {
        return instant.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'", CultureInfo.InvariantCulture);
    }

    public static string? Of(DateTimeOffset? instant) => instant is { } given ? Of(given) : null;

    public static string OrDash(string? text) => string.IsNullOrEmpty(text) ? "–" : text;

    public static string Of(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>How many of something: <c>1 message</c>, <c>2 messages</c>.</summary>
    public static string Count(long number, string noun) => $"{Of(number)} {noun}{(number == 1 ? "" : "s")}";

    /// <summary>A size in bytes, for people: <c>4.2 MB</c>.</summary>
    public static string Bytes(long bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB"];
        double value = bytes;
        int unit = 0;
        while (value >= 1000 && unit < units.Length - 1)
        {
            value /= 1000;
            unit++;
        }

        return string.Create(CultureInfo.InvariantCulture, $"{value:0.#} {units[unit]}");
    }

    public static string Duration(TimeSpan time)
    {
        return time.TotalSeconds < 1
            ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalMilliseconds:0.#} ms")
            : time.TotalMinutes < 1
                ? string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s")
                : time.ToString(time.TotalDays < 1 ? @"h\:mm\:ss" : @"d\.hh\:mm\:ss", CultureInfo.InvariantCulture);
    }
}
