using System.IO.Compression;
using System.Text.Json;

namespace Downbeat.Tests.Schedules;

/// <summary>What real Celery, django-celery-beat and PyEphem gave, recorded into the data folder.</summary>
internal static class GoldenData
{
    private static readonly Lazy<FieldCase[]> LazyCrontabFields = new(static () => [.. ReadFields()]);
    private static readonly Lazy<ParsedCase[]> LazyCrontabParsed = new(static () => [.. ReadParsed()]);
    private static readonly Lazy<FiresCase[]> LazyCrontabFires = new(static () => [.. ReadFires()]);
    private static readonly Lazy<SolarCase[]> LazySolar = new(static () => [.. ReadSolar()]);

    internal static IReadOnlyList<FieldCase> CrontabFields => LazyCrontabFields.Value;

    internal static IReadOnlyList<ParsedCase> CrontabParsed => LazyCrontabParsed.Value;

    internal static IReadOnlyList<FiresCase> CrontabFires => LazyCrontabFires.Value;

    internal static IReadOnlyList<SolarCase> Solar => LazySolar.Value;

    internal static DateTimeOffset FromUnix(double seconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(seconds * TimeSpan.TicksPerSecond));

    private static IEnumerable<FieldCase> ReadFields()
        => Document("crontab-fields.json").GetProperty("rows").EnumerateArray().Select(static row => new FieldCase(
            row[0].GetString()!,
            row[1].GetString()!,
            row[2].ToString(),
            row[3].ValueKind == JsonValueKind.Null ? null : Ints(row[3])));

    private static IEnumerable<ParsedCase> ReadParsed()
        => Document("crontab-parsed.json").EnumerateArray().Select(static row => new ParsedCase(
            row.GetProperty("expr").GetString()!,
            Ints(row.GetProperty("minute")),
            Ints(row.GetProperty("hour")),
            Ints(row.GetProperty("dom")),
            Ints(row.GetProperty("moy")),
            Ints(row.GetProperty("dow"))));

    private static IEnumerable<FiresCase> ReadFires()
    {
        using FileStream file = File.OpenRead(PathOf("crontab-fires.jsonl.gz"));
        using var unzipped = new GZipStream(file, CompressionMode.Decompress);
        using var reader = new StreamReader(unzipped);
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            JsonElement row = document.RootElement;
            yield return new FiresCase(
                row.GetProperty("expr").GetString()!,
                row.GetProperty("tz").GetString()!,
                row.GetProperty("start").GetInt64(),
                [.. row.GetProperty("fires").EnumerateArray().Select(static fire => fire.GetInt64())],
                row.GetProperty("transition").GetBoolean());
        }
    }

    private static IEnumerable<SolarCase> ReadSolar()
        => Document("solar.json").GetProperty("rows").EnumerateArray().Select(static row => new SolarCase(
            row.GetProperty("place").GetString()!,
            row.GetProperty("lat").GetDouble(),
            row.GetProperty("lon").GetDouble(),
            row.GetProperty("event").GetString()!,
            row.GetProperty("start").GetInt64(),
            row.TryGetProperty("fires", out JsonElement fires)
                ? [.. fires.EnumerateArray().Select(static fire => fire.GetDouble())]
                : null));

    private static JsonElement Document(string name)
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf(name)));
        return document.RootElement.Clone();
    }

    // Python writes True where a set was made from a boolean; no text of ours leads there.
    private static int[] Ints(JsonElement array)
        => [.. array.EnumerateArray().Where(static item => item.ValueKind == JsonValueKind.Number).Select(static item => item.GetInt32())];

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Schedules", "data", name);
}

internal sealed record FieldCase(string Field, string How, string Input, int[]? Result);

internal sealed record ParsedCase(string Expression, int[] Minute, int[] Hour, int[] DayOfMonth, int[] MonthOfYear, int[] DayOfWeek);

internal sealed record FiresCase(string Expression, string TimeZone, long Start, long[] Fires, bool HasTransition);

internal sealed record SolarCase(string Place, double Latitude, double Longitude, string Event, long Start, double[]? Fires);
