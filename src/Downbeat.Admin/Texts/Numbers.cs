using System.Globalization;

namespace Downbeat.Admin.Texts;

/// <summary>Numbers, sizes and times as people read them.</summary>
internal static class Numbers
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>With a thin space between thousands, which no language mistakes for a decimal point.</summary>
    public static string Whole(long number)
    {
        return number.ToString("N0", CultureInfo.InvariantCulture).Replace(',', '\u202f');
    }

    public static string Bytes(long bytes)
    {
        double size = Math.Abs((double)bytes);
        int unit = 0;
        while (size >= 1024 && unit < Units.Length - 1)
        {
            size /= 1024;
            unit++;
        }

        string sign = bytes < 0 ? "−" : "";
        string format = unit == 0 || size >= 100 ? "0" : "0.0";
        return $"{sign}{size.ToString(format, CultureInfo.InvariantCulture)}\u00a0{Units[unit]}";
    }

    /// <summary>The two largest units that matter: <c>2 h 5 min</c>, <c>350 ms</c>.</summary>
    public static string Duration(TimeSpan time)
    {
        TimeSpan length = time.Duration();
        string text = length.TotalMilliseconds < 1 ? "0 ms"
            : length.TotalSeconds < 1 ? $"{length.TotalMilliseconds.ToString("0", CultureInfo.InvariantCulture)} ms"
            : length.TotalSeconds < 10 ? $"{length.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture)} s"
            : length.TotalMinutes < 1 ? $"{(int)length.TotalSeconds} s"
            : length.TotalHours < 1 ? Pair(length.Minutes, "min", length.Seconds, "s")
            : length.TotalDays < 1 ? Pair(length.Hours, "h", length.Minutes, "min")
            : Pair((long)length.TotalDays, "d", length.Hours, "h");
        return text.Replace(' ', '\u00a0');
    }

    private static string Pair(long large, string largeUnit, long small, string smallUnit)
    {
        return small == 0 ? $"{large} {largeUnit}" : $"{large} {largeUnit} {small} {smallUnit}";
    }
}
