using System.Diagnostics;

namespace Downbeat.Load.Measuring;

/// <summary>What a piece of work took: time, CPU of this process, the most memory this process ever had.</summary>
internal readonly record struct Usage(double Seconds, double CpuSeconds, double PeakMegabytes)
{
    public static async Task<Usage> OfAsync(Func<Task> work)
    {
        GC.Collect();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await work();
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        using var self = Process.GetCurrentProcess();
        return new Usage(seconds, (Environment.CpuUsage.TotalTime - cpu).TotalSeconds, self.PeakWorkingSet64 / (1024.0 * 1024));
    }

    public static Usage Of(Action work)
    {
        return OfAsync(() =>
        {
            work();
            return Task.CompletedTask;
        }).GetAwaiter().GetResult();
    }
}
