using System.Diagnostics;
using Downbeat.Load.Measuring;

namespace Downbeat.Load.Scenarios;

/// <summary>A process with worker and beat, a hundred periodic tasks of which none is due, and nothing to do.</summary>
internal static class Idle
{
    private const int PeriodicTasks = 100;

    // The runtime compiles once more what is used often; after that a process is as idle as it will be for the rest of its life.
    private static readonly TimeSpan Settling = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan Watched = TimeSpan.FromSeconds(30);

    public static async Task<int> RunAsync(Options options)
    {
        var report = new Report(options);
        using var place = new Place(options);
        string file = place.New("idle");
        await using (Application application = new(file, worker: false))
        {
            IPeriodicTasks periodic = application.Services.GetRequiredService<IPeriodicTasks>();
            for (int i = 0; i < PeriodicTasks; i++)
            {
                DateTimeOffset at = DateTimeOffset.UtcNow.AddHours(2);
                await periodic.AddAsync(new PeriodicTask($"task {i:000}", "load.noop") { Schedule = Schedule.Crontab($"{i % 60} {at.Hour} * * *") });
            }
        }

        using var child = Child.Start("idle", file);
        await child.CpuSecondsAsync();
        await Task.Delay(Settling);
        double before = await child.CpuSecondsAsync();
        long started = Stopwatch.GetTimestamp();
        await Task.Delay(Watched);
        double used = await child.CpuSecondsAsync() - before;
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        report.Row("Downbeat: idle", ("seconds", seconds), ("CPU s", used), ("peak MB", child.PeakMegabytes()));
        report.Verdict("CPU of one core", 100 * used / seconds, "%", "1");
        report.Print();
        return 0;
    }
}
