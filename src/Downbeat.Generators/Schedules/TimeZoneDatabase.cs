namespace Downbeat.Schedules;

/// <summary>Stands in for the kernel's: the ids alone, written down when this was built.</summary>
internal static class TimeZoneDatabase
{
    private static readonly Lazy<HashSet<string>> Known = new(Read);

    public static IEnumerable<string> Ids => Known.Value;

    public static bool Contains(string id) => Known.Value.Contains(id);

    private static HashSet<string> Read()
    {
        using Stream stream = typeof(TimeZoneDatabase).Assembly.GetManifestResourceStream("time-zones.txt")!;
        using var reader = new StreamReader(stream);
        return new HashSet<string>(reader.ReadToEnd().Split(['\n'], StringSplitOptions.RemoveEmptyEntries), StringComparer.Ordinal);
    }
}
