using System.Diagnostics;
using Downbeat.Load.Measuring;
using Downbeat.Load.Raw;

namespace Downbeat.Load.Scenarios;

/// <summary>One task at a time: from sending it to having its result.</summary>
internal static class Latency
{
    public static async Task<int> RunAsync(Options options)
    {
        int trips = options.Tasks ?? 1_000;
        var report = new Report(options);
        using var place = new Place(options);
        var one = new List<Percentiles>();
        var two = new List<Percentiles>();
        for (int pair = 0; pair < options.Pairs; pair++)
        {
            await RawAsync(place, trips, report);
            one.Add(await OneProcessAsync(place.New("one"), trips, report));
            two.Add(await TwoProcessesAsync(place.New("two"), Math.Max(100, trips / 5), report));
        }

        report.Verdict("one process: p50", Report.Median(one.Select(run => run.P50)), "ms", "2");
        report.Verdict("one process: p99", Report.Median(one.Select(run => run.P99)), "ms", "none");
        report.Verdict("two processes: p50", Report.Median(two.Select(run => run.P50)), "ms", "50");
        report.Verdict("two processes: p99", Report.Median(two.Select(run => run.P99)), "ms", "none");
        report.Print();
        return 0;
    }

    // What the same three transactions take when nothing else is done.
    private static async Task RawAsync(Place place, int trips, Report report)
    {
        string file = place.New("raw");
        await using (Application application = new(file, worker: false))
        {
            await application.Client.SendAsync(LoadTasks.Signatures.Noop(0));
        }

        using RawFile raw = RawFile.Open(file);
        using var work = new RawTasks(raw, file);
        var latencies = new Latencies(trips);
        Trips(work, 200, new Latencies(200));
        Usage usage = Usage.Of(() => Trips(work, trips, latencies));
        Write(report, "plain SQL: insert, claim, settle", usage, latencies);
    }

    private static void Trips(RawTasks work, int trips, Latencies latencies)
    {
        for (int i = 0; i < trips; i++)
        {
            long started = Stopwatch.GetTimestamp();
            work.Send(1);
            work.Claim(1);
            work.Settle();
            latencies.Add(Stopwatch.GetElapsedTime(started));
        }
    }

    private static async Task<Percentiles> OneProcessAsync(string file, int trips, Report report)
    {
        await using Application application = await Application.StartAsync(file);
        await TripsAsync(application.Client, 200);
        var latencies = new Latencies(trips);
        Usage usage = await Usage.OfAsync(() => TripsAsync(application.Client, trips, latencies));
        return Write(report, "Downbeat: one process", usage, latencies);
    }

    private static async Task<Percentiles> TwoProcessesAsync(string file, int trips, Report report)
    {
        await RawFile.CreateAsync(file);
        using var worker = Child.Start("worker", file);
        await using Application application = await Application.StartAsync(file, worker: false);
        await TripsAsync(application.Client, 20);
        var latencies = new Latencies(trips);
        Usage usage = await Usage.OfAsync(() => TripsAsync(application.Client, trips, latencies));
        return Write(report, "Downbeat: client and worker in two processes", usage, latencies);
    }

    private static async Task TripsAsync(ITaskClient client, int trips, Latencies? latencies = null)
    {
        for (int i = 0; i < trips; i++)
        {
            long started = Stopwatch.GetTimestamp();
            AsyncResult<int> result = await client.SendAsync(LoadTasks.Signatures.Noop(started));
            await result.GetAsync(TimeSpan.FromSeconds(30));
            latencies?.Add(Stopwatch.GetElapsedTime(started));
        }
    }

    private static Percentiles Write(Report report, string name, Usage usage, Latencies latencies)
    {
        Percentiles all = latencies.Summarize();
        report.Row(
            name,
            ("p50 ms", all.P50),
            ("p95 ms", all.P95),
            ("p99 ms", all.P99),
            ("trips/s", latencies.Count / usage.Seconds),
            ("CPU s", usage.CpuSeconds),
            ("peak MB", usage.PeakMegabytes));
        return all;
    }
}
