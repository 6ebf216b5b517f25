using System.Diagnostics;
using Downbeat.Load.Measuring;
using Downbeat.Load.Raw;

namespace Downbeat.Load.Scenarios;

/// <summary>Tasks that do nothing, one process, results kept, every send and every settlement safe from a loss of power, which is the default.</summary>
internal static class Throughput
{
    private const int Senders = 256;
    private const int Group = 100;
    private const int WarmUp = 5_000;

    public static async Task<int> RunAsync(Options options)
    {
        int tasks = options.Tasks ?? 100_000;
        var report = new Report(options);
        using var place = new Place(options);
        string template = place.New("template");
        await using (Application application = new(template, worker: false))
        {
            await application.Client.SendAsync(LoadTasks.Signatures.Noop(Stopwatch.GetTimestamp()));
        }

        await OursAsync(place.New("warm-up"), WarmUp, new Report(new Options { Scenario = "" }), isSilent: true);
        var rates = new List<(double Raw, double Ours)>[] { [], [], [] };
        for (int pair = 0; pair < options.Pairs; pair++)
        {
            double[] raw = await RawAsync(place.New("raw"), template, tasks, report);
            double[] ours = await OursAsync(place.New("ours"), tasks, report, isSilent: false);
            for (int i = 0; i < rates.Length; i++)
            {
                rates[i].Add((raw[i], ours[i]));
            }
        }

        foreach ((string name, int i, string target) in new[] { ("send", 0, "none"), ("drain", 1, "10000"), ("end to end", 2, "10000") })
        {
            report.Verdict($"{name}: median", Report.Median(rates[i].Select(one => one.Ours)), "tasks/s", target);
            report.Verdict($"{name}: of plain SQL, median of the pairs", Report.Median(rates[i].Select(one => one.Ours / one.Raw)), "", "none");
        }

        report.Print();
        return 0;
    }

    private static async Task<double[]> RawAsync(string file, string template, int tasks, Report report)
    {
        await RawFile.CreateAsync(file);
        using RawFile raw = RawFile.Open(file);
        using var work = new RawTasks(raw, template);
        double send = Row("plain SQL: send, 1,000 a transaction", Usage.Of(() => work.SendAll(tasks)), null);
        double run = Row("plain SQL: claim, delete, result", Usage.Of(() => work.RunAll(tasks)), null);
        double all = Row("plain SQL: all of it", Usage.Of(() => work.SendAndRunAll(tasks)), null);
        return [send, run, all];

        double Row(string name, Usage usage, Percentiles? latency) => Write(report, name, tasks, usage, latency);
    }

    private static async Task<double[]> OursAsync(string file, int tasks, Report report, bool isSilent)
    {
        double send;
        double drain;
        await using (var client = new Application(file, worker: false))
        {
            Usage sending = await Usage.OfAsync(() => SendEachAsync(client.Client, tasks));
            send = Row("Downbeat: SendAsync, 256 senders", sending, null);
        }

        Application? worker = null;
        Usage draining = await Usage.OfAsync(async () =>
        {
            worker = new Application(file);
            Task ran = worker.Progress.Expect(tasks);
            await worker.StartAsync();
            await ran;
            await worker.RestAsync();
        });
        drain = Row("Downbeat: run what waits", draining, null);
        await using Application application = worker!;

        Task all = application.Progress.Expect(tasks);
        Usage both = await Usage.OfAsync(async () =>
        {
            await SendEachAsync(application.Client, tasks);
            await all;
            await application.RestAsync();
        });
        double endToEnd = Row("Downbeat: SendAsync and run at once", both, application.Progress.Latencies.Summarize());

        Task grouped = application.Progress.Expect(tasks);
        Usage groups = await Usage.OfAsync(async () =>
        {
            await SendGroupsAsync(application.Client, tasks);
            await grouped;
            await application.RestAsync();
        });
        Row("Downbeat: SendAllAsync of 100, and run", groups, application.Progress.Latencies.Summarize());
        return [send, drain, endToEnd];

        double Row(string name, Usage usage, Percentiles? latency) => isSilent ? 0 : Write(report, name, tasks, usage, latency);
    }

    private static double Write(Report report, string name, int tasks, Usage usage, Percentiles? latency)
    {
        double rate = tasks / usage.Seconds;
        (string, double)[] figures = [("tasks/s", rate), ("CPU s", usage.CpuSeconds), ("peak MB", usage.PeakMegabytes)];
        report.Row(name, latency is { } one ? [.. figures, ("p50 ms", one.P50), ("p95 ms", one.P95), ("p99 ms", one.P99)] : figures);
        return rate;
    }

    private static Task SendEachAsync(ITaskClient client, int tasks)
    {
        int next = 0;
        return Task.WhenAll(Enumerable.Range(0, Senders).Select(_ => Task.Run(async () =>
        {
            while (Interlocked.Increment(ref next) <= tasks)
            {
                await client.SendAsync(LoadTasks.Signatures.Noop(Stopwatch.GetTimestamp()));
            }
        })));
    }

    private static async Task SendGroupsAsync(ITaskClient client, int tasks)
    {
        for (int left = tasks; left > 0; left -= Group)
        {
            await client.SendAllAsync([.. Enumerable.Range(0, Math.Min(left, Group)).Select(_ => LoadTasks.Signatures.Noop(Stopwatch.GetTimestamp()))]);
        }
    }
}
