using System.Diagnostics;
using Downbeat.Hosting;
using Downbeat.Load.Measuring;
using Downbeat.Load.Raw;
using Downbeat.ResultBackends;
using Downbeat.Retention;

namespace Downbeat.Load.Scenarios;

/// <summary>A file full of expired results: how fast they go, what somebody who stores results meanwhile suffers, and how much space comes back.</summary>
internal static class Cleanup
{
    private const int AtOnce = 1_000;
    private static readonly TimeSpan Undisturbed = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(Options options)
    {
        int expired = options.Tasks ?? 1_000_000;
        var report = new Report(options);
        using var place = new Place(options);
        string full = place.New("full");
        await FillAsync(full, expired);
        var ratios = new List<double>();
        var harms = new List<double>();
        for (int pair = 0; pair < options.Pairs; pair++)
        {
            double raw = Plain(Copy(place, full), expired, report);
            double ours = await OursAsync(Copy(place, full), expired, report);
            ratios.Add(ours / raw);
            harms.Add(await WithWriterAsync(Copy(place, full), expired, report));
        }

        report.Verdict("rows a second, of plain batched DELETE, median of the pairs", 100 * Report.Median(ratios), "%", "60");
        report.Verdict("a writer's p99, later than undisturbed, median", Report.Median(harms), "ms", "5");
        report.Print();
        return 0;
    }

    private static string Copy(Place place, string full)
    {
        string file = place.New("copy");
        File.Copy(full, file);
        return file;
    }

    // Results as a worker stores them, under ids as Downbeat's clients make them; a tenth as many again have not expired, in between the others.
    private static async Task FillAsync(string file, int expired)
    {
        await using (Application application = new(file, worker: false))
        {
            // The policy is known to the file from here on, as to any that was cleaned before.
            await CleanAsync(application);
        }

        using RawFile raw = RawFile.Open(file);
        raw.SetPowerSafe(false);
        long now = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
        string[] names = ["reports.build", "mail.send", "thumbnails.make", "import.row"];
        using var insert = raw.Prepare(
            """
            INSERT INTO downbeat_result
                (task_id, state, name, value, args, kwargs, worker, queue, retries, received_at, started_at, done_at, root_id, changed_at, expires_at)
            VALUES ($0, $1, $2, $3, '[123456789012, "some text"]', '{}', 'worker@host.12345', 'celery', 0, $4, $4, $4, $0, $4, $5)
            """,
            6);
        int total = expired + (expired / 10);
        for (int done = 0; done < total;)
        {
            using var transaction = raw.Connection.BeginTransaction();
            insert.Transaction = transaction;
            for (int i = 0; i < 10_000 && done < total; i++, done++)
            {
                bool isKept = done % 11 == 10;
                long at = now - (isKept ? 0 : 172_800_000_000) + (done * 10L);
                insert.Parameters[0].Value = Guid.CreateVersion7(DateTimeOffset.FromUnixTimeMilliseconds(at / 1_000)).ToString();
                insert.Parameters[1].Value = done % 20 == 0 ? "FAILURE" : "SUCCESS";
                insert.Parameters[2].Value = names[done % names.Length];
                insert.Parameters[3].Value = $$"""{"rows": {{done}}, "file": "/data/reports/2026/{{done % 1000}}.pdf"}""";
                insert.Parameters[4].Value = at;
                insert.Parameters[5].Value = at + 86_400_000_000;
                insert.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        raw.Execute("PRAGMA wal_checkpoint(TRUNCATE)");
    }

    private static double Plain(string file, int expired, Report report)
    {
        long deleted = 0;
        long before = new FileInfo(file).Length;
        Usage usage = Usage.Of(() =>
        {
            using RawFile raw = RawFile.Open(file);
            raw.SetPowerSafe(false);
            using var delete = raw.Prepare(
                "DELETE FROM downbeat_result WHERE seq IN (SELECT seq FROM downbeat_result WHERE expires_at <= $0 ORDER BY expires_at LIMIT $1)", 2);
            delete.Parameters[0].Value = DateTimeOffset.UtcNow.ToUnixTimeMilliseconds() * 1_000;
            delete.Parameters[1].Value = AtOnce;
            int batch;
            do
            {
                batch = delete.ExecuteNonQuery();
                deleted += batch;
            }
            while (batch > 0);

            raw.Execute("PRAGMA incremental_vacuum");
        });
        Check(deleted, expired);
        double rate = deleted / usage.Seconds;
        report.Row(
            "plain SQL: DELETE of 1,000, then vacuum",
            ("rows/s", rate),
            ("CPU s", usage.CpuSeconds),
            ("MB given back", (before - new FileInfo(file).Length) / (1024.0 * 1024)));
        Place.Delete(file);
        return rate;
    }

    private static async Task<double> OursAsync(string file, int expired, Report report)
    {
        long before = new FileInfo(file).Length;
        CleanupRun? run = null;
        await using Application application = new(file, worker: false);
        await application.RestAsync();
        Usage usage = await Usage.OfAsync(async () => run = await CleanAsync(application));
        return Write(report, "Downbeat: cleanup", file, before, expired, run!, usage);
    }

    private static async Task<double> WithWriterAsync(string file, int expired, Report report)
    {
        long before = new FileInfo(file).Length;
        CleanupRun? run = null;
        await using Application application = new(file, worker: false);
        IResultBackend backend = application.Services.GetRequiredService<IResultBackend>();
        Latencies calm = await StoreUntilAsync(backend, Task.Delay(Undisturbed));
        Latencies? busy = null;
        Usage usage = await Usage.OfAsync(async () =>
        {
            Task<CleanupRun> cleaning = Task.Run(() => CleanAsync(application));
            busy = await StoreUntilAsync(backend, cleaning);
            run = await cleaning;
        });
        Write(report, "Downbeat: cleanup beside a writer", file, before, expired, run!, usage);
        Percentiles alone = calm.Summarize();
        Percentiles together = busy!.Summarize();
        report.Row("  the writer alone", ("p50 ms", alone.P50), ("p95 ms", alone.P95), ("p99 ms", alone.P99), ("max ms", alone.Max), ("stores", calm.Count));
        report.Row(
            "  the writer during the cleanup",
            ("p50 ms", together.P50),
            ("p95 ms", together.P95),
            ("p99 ms", together.P99),
            ("max ms", together.Max),
            ("stores", busy!.Count));
        return together.P99 - alone.P99;
    }

    private static double Write(Report report, string name, string file, long before, int expired, CleanupRun run, Usage usage)
    {
        long deleted = run.Deleted.Values.Sum(count => count.Total);
        Check(deleted, expired);
        double rate = deleted / usage.Seconds;
        report.Row(
            name,
            ("rows/s", rate),
            ("CPU s", usage.CpuSeconds),
            ("MB given back", (before - run.BytesAfter!.Value) / (1024.0 * 1024)),
            ("batches", run.Batches),
            ("slowest ms", run.SlowestBatch.TotalMilliseconds),
            ("peak MB", usage.PeakMegabytes));
        return rate;
    }

    private static Task<CleanupRun> CleanAsync(Application application)
    {
        IRetention retention = application.Services.GetRequiredService<RetentionSet>().ResultBackend!;
        return application.Services.GetRequiredService<CleanupEngine>()
            .RunAsync(retention, new CleanupRequest("load", new RetentionPolicy(), [RetentionRole.Results]));
    }

    // One store after the other, each of one result, as a calm worker does.
    private static async Task<Latencies> StoreUntilAsync(IResultBackend backend, Task end)
    {
        var latencies = new Latencies(1_000_000);
        while (!end.IsCompleted)
        {
            var result = new TaskResult
            {
                Id = Guid.CreateVersion7().ToString(), State = TaskState.Success, Name = "load.noop", Value = "1"u8.ToArray(),
                DoneAt = DateTimeOffset.UtcNow, ExpiresAt = DateTimeOffset.UtcNow.AddDays(1),
            };
            long started = Stopwatch.GetTimestamp();
            await backend.StoreAsync([result], CancellationToken.None);
            latencies.Add(Stopwatch.GetElapsedTime(started));
            await Task.Delay(1);
        }

        return latencies;
    }

    private static void Check(long deleted, int expired)
    {
        if (deleted != expired)
        {
            throw new InvalidOperationException($"{deleted} rows were deleted, {expired} had expired");
        }
    }
}
