using System.Diagnostics;

namespace Downbeat.Benchmarks.Beat;

/// <summary>Beat on PostgreSQL: how soon it is there, what it costs with nothing to do, how much it fires alone and with another one, and how late.</summary>
internal static class PostgresBeatLoad
{
    private const int Burst = 60_000;
    private const int Edits = 50;
    private static readonly TimeSpan Never = TimeSpan.FromDays(30);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<int> RunAsync(BeatLoadOptions options, string url)
    {
        Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} cores, {options.Tasks:N0} periodic tasks on PostgreSQL");
        foreach (string part in BeatLoadOptions.PostgresParts.Where(options.Has))
        {
            await (part switch
            {
                "start" => MeasureStartAsync(options, url),
                "burst" => MeasureBurstAsync(options, url),
                "spread" => MeasureSpreadAsync(options, url, beats: 1),
                "two" => MeasureSpreadAsync(options, url, beats: 2),
                _ => MeasureEditsAsync(options, url),
            });
        }

        return 0;
    }

    private static async Task MeasureStartAsync(BeatLoadOptions options, string url)
    {
        await using LoadSchema place = await LoadSchema.CreateAsync(url, options.Tasks, Never, Now + Never, Never);
        await using var host = new LoadHost(place.Url);
        TimeSpan start = await host.StartAsync();
        await Task.Delay(WarmUp);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine($"start to first tick: {start.TotalMilliseconds:N0} ms; idle: {cpu.TotalSeconds / options.Seconds:P2} of a core; {Memory.Now()}");
    }

    private static async Task MeasureBurstAsync(BeatLoadOptions options, string url)
    {
        await using LoadSchema place = await LoadSchema.CreateAsync(url, options.Tasks, Never, Now + Never, Never);
        await place.AddAsync(Burst, Never, Now, TimeSpan.Zero, "burst");
        await using var host = new LoadHost(place.Url);
        long started = Stopwatch.GetTimestamp();
        await host.StartAsync();
        while (host.Status.Fires < Burst)
        {
            await Task.Delay(10);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        Console.WriteLine($"{Burst:N0} due in the same second: gone in {seconds:N1} s, {Burst / seconds:N0} fires/s; {Memory.Now()}");
    }

    private static async Task MeasureSpreadAsync(BeatLoadOptions options, string url, int beats)
    {
        var every = TimeSpan.FromSeconds(options.Tasks / (double)options.Rate);
        await using LoadSchema place = await LoadSchema.CreateAsync(url, options.Tasks, every, Now + WarmUp, every);
        LoadHost[] hosts = [.. Enumerable.Range(0, beats).Select(_ => new LoadHost(place.Url))];
        await Task.WhenAll(hosts.Select(host => host.StartAsync()));
        await Task.Delay(WarmUp + WarmUp);
        Array.ForEach(hosts, host => host.Lateness.Clear());
        long fires = hosts.Sum(host => host.Status.Fires);
        long ticks = hosts.Sum(host => host.Status.Ticks);
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        long started = Stopwatch.GetTimestamp();
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        fires = hosts.Sum(host => host.Status.Fires) - fires;
        ticks = hosts.Sum(host => host.Status.Ticks) - ticks;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(
            $"{beats} beat(s), {options.Rate:N0} fires/s wanted for {seconds:N0} s: {fires / seconds:N0} fires/s, {ticks / seconds:N0} ticks/s, "
            + $"{cpu.TotalSeconds / seconds:P0} of a core, late "
            + string.Join("; ", hosts.Select(host => $"p50 {host.Lateness.Milliseconds(50):N1} ms, p99 {host.Lateness.Milliseconds(99):N1} ms, worst {host.Lateness.Milliseconds(100):N1} ms")));
        foreach (LoadHost host in hosts)
        {
            await host.DisposeAsync();
        }
    }

    private static async Task MeasureEditsAsync(BeatLoadOptions options, string url)
    {
        await using LoadSchema place = await LoadSchema.CreateAsync(url, options.Tasks, Never, Now + Never, Never);
        await using var beat = new LoadHost(place.Url);
        await using var editor = new LoadHost(place.Url, hasBeat: false);
        await beat.StartAsync();
        List<double> times = [];
        for (int i = 0; i < Edits; i++)
        {
            await Task.Delay(TimeSpan.FromMilliseconds(100 + (37 * i % 500)));
            long fires = beat.Status.Fires;
            var task = new PeriodicTask($"edit {i}", "reports.build") { Schedule = Schedule.Clocked(Now) };
            await editor.Tasks.AddAsync(task);
            long written = Stopwatch.GetTimestamp();
            while (beat.Status.Fires == fires)
            {
                await Task.Delay(1);
            }

            times.Add(Stopwatch.GetElapsedTime(written).TotalMilliseconds);
        }

        times.Sort();
        Console.WriteLine($"from an edit's commit in another process to its fire: median {times[Edits / 2]:N0} ms, worst of {Edits} {times[^1]:N0} ms");
    }
}
