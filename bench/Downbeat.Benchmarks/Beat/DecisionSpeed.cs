using System.Diagnostics;
using System.Text.Json.Nodes;
using Downbeat.Beat.Ticking;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.Benchmarks.Beat;

/// <summary>How long beat takes to decide about one row that is due, its message included; and parts of it.</summary>
internal static class DecisionSpeed
{
    private const int Rounds = 9;
    private const int Calls = 20_000;
    private static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Store = Guid.NewGuid();
    private static readonly FireMessages Messages = new(new TaskRegistry([]), Options.Create(new DownbeatOptions()));
    private static readonly BeatRules Rules = new(TimeSpan.FromSeconds(10), IsBackendShared: true, BeatRules.MostFires);

    internal static int Run()
    {
        var interval = new PeriodicTask("every minute", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(1)) };
        PeriodicTask crontab = interval with { Schedule = Schedule.Crontab("*/5 9-17 * * mon-fri", "Europe/Berlin") };
        PeriodicTask rich = crontab with
        {
            Args = [1, 2, "three"], Kwargs = new JsonObject { ["year"] = 2026, ["region"] = "north" }, Headers = new JsonObject { ["tenant"] = "a" },
            Tags = ["nightly", "reports"], Jitter = TimeSpan.FromSeconds(20), StartingDeadline = TimeSpan.FromMinutes(10), Queue = "reports",
        };
        Console.WriteLine($"{".NET " + Environment.Version}, {Environment.ProcessorCount} cores");
        Console.WriteLine("| one decision | ns | bytes |");
        Console.WriteLine("|---|--:|--:|");
        Report("interval, fires", interval);
        Report("crontab in a zone, fires", crontab);
        Report("crontab, arguments, headers, tags, jitter, deadline, fires", rich);
        Report("interval, overlap skip, fires", interval with { Overlap = Overlap.Skip });
        Report("interval, 1,439 missed, one fires", interval, TimeSpan.FromDays(1) + TimeSpan.FromSeconds(30));
        Measure("only the row's checks, interval", Row(interval), row => PeriodicTaskCodec.ReadTerms(row));
        Measure("only the row's checks, rich crontab", Row(rich), row => PeriodicTaskCodec.ReadTerms(row));
        Measure("only the message, interval", Row(interval), row => Messages.Create(row, "id", Now, FireKind.Scheduled, Now));
        return 0;
    }

    private static void Report(string name, PeriodicTask task, TimeSpan late = default)
    {
        PeriodicTaskRow row = Row(task);
        var context = new TickContext(Store, row.NextRun!.Value + late);
        if (TickDecisions.Decide(row, context, Rules, Messages) is not { Runs: 1, Error: null })
        {
            throw new InvalidOperationException($"{name} does not fire");
        }

        Measure(name, row, one => TickDecisions.Decide(one, context, Rules, Messages));
    }

    private static PeriodicTaskRow Row(PeriodicTask task) => PeriodicTaskPlanner.Create(task, Guid.NewGuid(), PeriodicTaskAuthor.Api, Now);

    private static void Measure(string name, PeriodicTaskRow row, Func<PeriodicTaskRow, object> call)
    {
        double best = double.MaxValue;
        long bytes = 0;
        for (int round = 0; round < Rounds; round++)
        {
            long allocated = GC.GetAllocatedBytesForCurrentThread();
            long started = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++)
            {
                GC.KeepAlive(call(row));
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(started).TotalNanoseconds / Calls);
            bytes = (GC.GetAllocatedBytesForCurrentThread() - allocated) / Calls;
        }

        Console.WriteLine($"| {name} | {best:N0} | {bytes:N0} |");
    }
}
