using System.Diagnostics;
using Downbeat.Load.Measuring;
using Downbeat.Load.Raw;

namespace Downbeat.Load.Scenarios;

/// <summary>The same loads on PostgreSQL: two workers in processes of their own, and what the server did meanwhile by its own count.</summary>
internal static class Postgres
{
    private const int Senders = 64;
    private const int Group = 100;
    private const int HistoryRows = 10_000_000;

    public static async Task<int> RunAsync(Options options, string url)
    {
        var report = new Report(options);
        if (options.Scenario == "history")
        {
            await HistoryAsync(url, options, report);
            report.Print();
            return 0;
        }

        for (int pair = 0; pair < (options.Scenario == "idle" ? 1 : options.Pairs); pair++)
        {
            await using var place = await RawPostgres.CreateAsync(url);
            await (options.Scenario switch
            {
                "throughput" => ThroughputAsync(place, options.Tasks ?? 50_000, report),
                "latency" => LatencyAsync(place, options.Tasks ?? 1_000, report),
                _ => IdleAsync(place, report),
            });
        }

        report.Print();
        return 0;
    }

    private static async Task ThroughputAsync(RawPostgres place, int tasks, Report report)
    {
        await using (Application client = new(place.Url, worker: false))
        {
            await client.Client.SendAsync(LoadTasks.Signatures.Noop(Stopwatch.GetTimestamp()));
            int few = Math.Min(tasks, 10_000);
            double raw = await RateAsync(report, "plain SQL: INSERT, one at a time", few, () => place.InsertAsync(few, 1));
            double one = await RateAsync(report, "Downbeat: SendAsync, one at a time", few, () => SendAsync(client.Client, few, 1));
            double rawGroups = await RateAsync(report, "plain SQL: INSERT, 100 a call", tasks, () => place.InsertAsync(tasks / Group, Group));
            double groups = await RateAsync(report, "Downbeat: SendAllAsync of 100", tasks, () => SendGroupsAsync(client.Client, tasks));
            report.Verdict("single sends, of plain SQL", one / raw, "", "0.8");
            report.Verdict("calls of 100, of plain SQL", groups / rawGroups, "", "0.6");
            await place.EmptyAsync();
            await RateAsync(report, $"Downbeat: SendAsync, {Senders} senders", tasks, () => SendAsync(client.Client, tasks, Senders));
            long commits = await place.CommitsAsync();
            double rate = await RateAsync(report, "Downbeat: two workers run what waits", tasks, async () =>
            {
                using var first = Child.Start("worker", place.Url);
                using var second = Child.Start("worker", place.Url);
                await place.RestAsync();
            });
            report.Verdict("two workers, results stored", rate, "tasks/s", "10000");
            report.Verdict("tasks a commit", tasks / (double)Math.Max(1, await place.CommitsAsync() - commits), "", "20");
        }
    }

    // With as many finished tasks in the tables as some systems have after years, and without, in turns.
    private static async Task HistoryAsync(string url, Options options, Report report)
    {
        await using var empty = await RawPostgres.CreateAsync(url);
        await using var full = await RawPostgres.CreateAsync(url);
        await full.FinishAsync(HistoryRows);
        int tasks = options.Tasks ?? 50_000;
        for (int pair = 0; pair < options.Pairs; pair++)
        {
            double without = await DrainAsync(empty, "two workers, empty tables", tasks, report);
            double with = await DrainAsync(full, $"two workers, {HistoryRows:N0} finished tasks", tasks, report);
            report.Verdict("with history, of without", with / without, "", "0.9");
        }
    }

    private static async Task<double> DrainAsync(RawPostgres place, string name, int tasks, Report report)
    {
        await using (Application client = new(place.Url, worker: false))
        {
            await SendGroupsAsync(client.Client, tasks);
        }

        return await RateAsync(report, name, tasks, async () =>
        {
            using var first = Child.Start("worker", place.Url);
            using var second = Child.Start("worker", place.Url);
            await place.RestAsync();
        });
    }

    private static async Task LatencyAsync(RawPostgres place, int trips, Report report)
    {
        await using (Application application = await Application.StartAsync(place.Url))
        {
            await TripsAsync("Downbeat: one process", application.Client, trips, report);
        }

        using var worker = Child.Start("worker", place.Url);
        await using Application client = await Application.StartAsync(place.Url, worker: false);
        Percentiles two = await TripsAsync("Downbeat: client and worker in two processes", client.Client, trips, report);
        report.Verdict("two processes: p50", two.P50, "ms", "2");
    }

    private static async Task IdleAsync(RawPostgres place, Report report)
    {
        const int Seconds = 30;
        using var child = Child.Start("idle", place.Url);
        await Task.Delay(TimeSpan.FromSeconds(10));
        double cpu = await child.CpuSecondsAsync();
        long commits = await place.CommitsAsync();
        double? statements = await place.StatementsAsync();
        await Task.Delay(TimeSpan.FromSeconds(Seconds));
        statements = await place.StatementsAsync() - statements;
        report.Row(
            "a worker and a beat with nothing to do",
            ("CPU %", (await child.CpuSecondsAsync() - cpu) / Seconds * 100),
            ("commits/s", (await place.CommitsAsync() - commits) / (double)Seconds),
            ("statements/s", statements / Seconds ?? double.NaN));
        report.Verdict("idle statements a second", statements / Seconds ?? double.NaN, "", "2");
    }

    private static async Task<Percentiles> TripsAsync(string name, ITaskClient client, int trips, Report report)
    {
        var latencies = new Latencies(trips);
        for (int i = -100; i < trips; i++)
        {
            long started = Stopwatch.GetTimestamp();
            AsyncResult<int> result = await client.SendAsync(LoadTasks.Signatures.Noop(started));
            await result.GetAsync(TimeSpan.FromSeconds(30));
            if (i >= 0)
            {
                latencies.Add(Stopwatch.GetElapsedTime(started));
            }
        }

        Percentiles all = latencies.Summarize();
        report.Row(name, ("p50 ms", all.P50), ("p95 ms", all.P95), ("p99 ms", all.P99));
        return all;
    }

    private static async Task<double> RateAsync(Report report, string name, int tasks, Func<Task> work)
    {
        Usage usage = await Usage.OfAsync(work);
        double rate = tasks / usage.Seconds;
        report.Row(name, ("tasks/s", rate), ("CPU s", usage.CpuSeconds), ("peak MB", usage.PeakMegabytes));
        return rate;
    }

    private static Task SendAsync(ITaskClient client, int tasks, int senders)
    {
        int next = 0;
        return Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
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
