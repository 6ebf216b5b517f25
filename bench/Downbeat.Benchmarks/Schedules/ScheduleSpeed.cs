using System.Diagnostics;
using System.IO.Compression;
using System.Text.Json;
using Downbeat.Schedules;

namespace Downbeat.Benchmarks.Schedules;

/// <summary>
/// How long NextAfter takes over every expression recorded from Celery, in UTC and in the recorded zones. Each expression answers from
/// fixed instants across four years, several rounds over; its figure is the fastest round's time per call, which leaves out what else
/// the machine did.
/// </summary>
internal static class ScheduleSpeed
{
    private const int Rounds = 7;
    private const int InstantsPerRound = 256;
    private const int CallsPerRound = 2048;

    private static readonly DateTimeOffset[] ScheduleInstants = MakeInstants();

    internal static int Run()
    {
        string[] expressions = [.. ReadExpressions().Distinct(StringComparer.Ordinal)];
        (string Expression, string Zone)[] zoned = [.. ReadZoned().Distinct()];
        Console.WriteLine($"{".NET " + Environment.Version}, {Environment.ProcessorCount} cores, TZDB {TimeZoneDatabase.Version}");
        Console.WriteLine("| NextAfter | expressions | median ns | p99 ns | worst ns | bytes a call | worst expression |");
        Console.WriteLine("|---|--:|--:|--:|--:|--:|---|");
        Report("crontab, UTC", [.. expressions.Select(static expression => Schedule.Crontab(expression))]);
        Report("crontab, in a zone", [.. zoned.Select(static pair => Schedule.Crontab(pair.Expression, pair.Zone))]);
        Report(
            "crontab, dst_overlap=both",
            [.. zoned.Select(static pair => Schedule.Crontab(pair.Expression, pair.Zone, dstOverlap: DstOverlap.Both))]);
        Report(
            "interval",
            [Schedule.Interval(5, IntervalPeriod.Minutes), Schedule.Interval(10_000, IntervalPeriod.Microseconds)]);
        Report("solar", [.. SolarSchedules()]);
        return 0;
    }

    private static void Report(string name, Schedule[] schedules)
    {
        // All of them twice over before any is measured, so that the tiered compiler is done.
        for (int pass = 0; pass < 2; pass++)
        {
            foreach (Schedule schedule in schedules)
            {
                Time(schedule, InstantsPerRound);
            }

            Thread.Sleep(500);
        }

        long allocated = GC.GetAllocatedBytesForCurrentThread();
        int calls = schedules.Length * InstantsPerRound;
        foreach (Schedule schedule in schedules)
        {
            Time(schedule, InstantsPerRound);
        }

        double bytes = (double)(GC.GetAllocatedBytesForCurrentThread() - allocated) / calls;
        (double Nanoseconds, Schedule Schedule)[] times =
        [
            .. schedules.Select(static schedule => (Fastest(schedule), schedule)).OrderBy(static time => time.Item1),
        ];
        double median = times[times.Length / 2].Nanoseconds;
        double p99 = times[(int)Math.Ceiling((times.Length - 1) * 0.99)].Nanoseconds;
        (double worst, Schedule slowest) = times[^1];
        Console.WriteLine($"| {name} | {times.Length} | {median:0} | {p99:0} | {worst:0} | {bytes:0.##} | `{slowest}` |");
    }

    private static double Fastest(Schedule schedule)
    {
        int calls = schedule.Kind == ScheduleKind.Solar ? InstantsPerRound / 8 : CallsPerRound;
        return Enumerable.Range(0, Rounds).Min(_ => Time(schedule, calls)) * 1e9 / Stopwatch.Frequency / calls;
    }

    private static long Time(Schedule schedule, int calls)
    {
        DateTimeOffset[] instants = ScheduleInstants;
        long start = Stopwatch.GetTimestamp();
        for (int call = 0; call < calls; call++)
        {
            GC.KeepAlive(schedule.NextAfter(instants[call % instants.Length]) is null ? schedule : null);
        }

        return Stopwatch.GetTimestamp() - start;
    }

    private static DateTimeOffset[] MakeInstants()
    {
        var random = new Random(20261123);
        var start = new DateTimeOffset(2025, 1, 1, 0, 0, 0, TimeSpan.Zero);
        return [.. Enumerable.Range(0, InstantsPerRound).Select(_ => start.AddSeconds(random.Next(4 * 366 * 86400)))];
    }

    private static IEnumerable<SolarSchedule> SolarSchedules()
        => from solarEvent in Enum.GetValues<SolarEvent>()
           from place in new[] { (0.0, 0.0), (52.5, 13.4), (-33.9, 151.2), (64.1, -21.9), (78.2, 15.6), (-90.0, 0.0) }
           select Schedule.Solar(solarEvent, place.Item1, place.Item2);

    private static List<string> ReadExpressions()
    {
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(PathOf("crontab-parsed.json")));
        return [.. document.RootElement.EnumerateArray().Select(static row => row.GetProperty("expr").GetString()!).Where(IsPossible)];
    }

    private static IEnumerable<(string Expression, string Zone)> ReadZoned()
    {
        using FileStream file = File.OpenRead(PathOf("crontab-fires.jsonl.gz"));
        using var reader = new StreamReader(new GZipStream(file, CompressionMode.Decompress));
        while (reader.ReadLine() is { } line)
        {
            using JsonDocument document = JsonDocument.Parse(line);
            string expression = document.RootElement.GetProperty("expr").GetString()!;
            string zone = document.RootElement.GetProperty("tz").GetString()!;
            if (zone is not "UTC" && IsPossible(expression))
            {
                yield return (expression, zone);
            }
        }
    }

    private static bool IsPossible(string expression) => Schedule.TryParse($"crontab: {expression}", out _, out _);

    private static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "data", name);
}
