namespace Downbeat.ScheduleStores;

/// <summary>The words that stand for enumerations in rows, documents and on the command line.</summary>
public static class Words
{
    private static readonly string[] CatchUps = ["latest", "all", "none"];
    private static readonly string[] Overlaps = ["allow", "skip", "cancel_previous"];

    /// <summary>The word of a catch-up rule.</summary>
    /// <param name="value">The rule.</param>
    public static string Of(CatchUp value) => CatchUps[(int)value];

    /// <summary>The word of an overlap rule.</summary>
    /// <param name="value">The rule.</param>
    public static string Of(Overlap value) => Overlaps[(int)value];

    /// <summary>Reads a catch-up rule.</summary>
    /// <param name="text">Its word.</param>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static CatchUp ReadCatchUp(string? text) => (CatchUp)Find("catch_up", text, CatchUps);

    /// <summary>Reads an overlap rule.</summary>
    /// <param name="text">Its word.</param>
    /// <exception cref="InvalidValueException">It is none.</exception>
    public static Overlap ReadOverlap(string? text) => (Overlap)Find("overlap", text, Overlaps);

    internal static void Check(CatchUp value) => Check("catch_up", (int)value, CatchUps);

    internal static void Check(Overlap value) => Check("overlap", (int)value, Overlaps);

    private static void Check(string field, int value, string[] words)
    {
        if (value < 0 || value >= words.Length)
        {
            throw new InvalidValueException(field, value, string.Join(", ", words));
        }
    }

    private static int Find(string field, string? text, string[] words)
    {
        int found = Array.IndexOf(words, text);
        return found >= 0 ? found : throw new InvalidValueException(field, text, string.Join(", ", words));
    }
}
