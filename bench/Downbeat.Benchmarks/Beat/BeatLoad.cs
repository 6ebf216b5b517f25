using System.Diagnostics;

namespace Downbeat.Benchmarks.Beat;

/// <summary>The whole of beat on one SQLite file: how soon it is there, how much it fires, how late, and in how much memory.</summary>
internal static class BeatLoad
{
    private static readonly TimeSpan Never = TimeSpan.FromDays(30);
    private static readonly TimeSpan Hourly = TimeSpan.FromHours(1);
    private static readonly TimeSpan TenSeconds = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(3);

    private static DateTimeOffset Now => TimeProvider.System.GetUtcNow();

    public static async Task<int> RunAsync(string[] args)
    {
        if (BeatLoadOptions.Parse(args) is not { } options)
        {
            Console.Error.WriteLine("beat [--tasks 100000] [--rate 500] [--seconds 30] [--folder /tmp] [--only start|raw|burst|sustained|spread], or with [--url postgresql://…] [--only start|burst|spread|two|edit]");
            return 2;
        }

        if (options.Url is { } url)
        {
            return await PostgresBeatLoad.RunAsync(options, url);
        }

        Console.WriteLine($".NET {Environment.Version}, {Environment.ProcessorCount} cores, {options.Tasks:N0} periodic tasks, files in {options.Folder}");
        foreach (string part in BeatLoadOptions.Parts.Where(options.Has))
        {
            await (part switch
            {
                "start" => MeasureStartAsync(options),
                "raw" => MeasureRawAsync(options),
                "burst" => MeasureBurstAsync(options),
                "sustained" => MeasureSustainedAsync(options, "all due every 10 s", options.Tasks / TenSeconds.TotalSeconds),
                _ => MeasureSustainedAsync(options, "spread evenly", options.Rate),
            });
        }

        return 0;
    }

    private static async Task MeasureStartAsync(BeatLoadOptions options)
    {
        long started = Stopwatch.GetTimestamp();
        using LoadFile many = await LoadFile.CreateAsync(options.Folder, options.Tasks, Never, Now + Never, Never);
        Console.WriteLine($"created in {Stopwatch.GetElapsedTime(started).TotalSeconds:N1} s");
        using LoadFile few = await LoadFile.CreateAsync(options.Folder, 1_000, Never, Now + Never, Never);
        await StartAsync(few);
        List<double> ofFew = [];
        List<double> ofMany = [];
        for (int round = 0; round < 9; round++)
        {
            ofFew.Add(await StartAsync(few));
            ofMany.Add(await StartAsync(many));
        }

        Console.WriteLine($"start to first tick, median of 9: {Median(ofFew):N1} ms with 1,000 tasks, {Median(ofMany):N1} ms with {options.Tasks:N0}");
    }

    private static async Task<double> StartAsync(LoadFile file)
    {
        await using var host = new LoadHost(file.Url);
        return (await host.StartAsync()).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);

    private static async Task MeasureRawAsync(BeatLoadOptions options)
    {
        using LoadFile file = await LoadFile.CreateAsync(options.Folder, options.Tasks, Never, Now + Never, Never);
        (double rate, TimeSpan cpu) = RawWrites.Measure(file);
        Console.WriteLine($"raw: update + insert + insert, 500 a transaction: {rate:N0} /s, {cpu.TotalMicroseconds:N0} µs of processor each");
    }

    private static async Task MeasureBurstAsync(BeatLoadOptions options)
    {
        using LoadFile file = await LoadFile.CreateAsync(options.Folder, options.Tasks, Hourly, Now - Second, Second);
        await using var host = new LoadHost(file.Url);
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        await host.StartAsync();
        while (host.Status.Fires < options.Tasks)
        {
            await Task.Delay(10);
        }

        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(
            $"all {options.Tasks:N0} due at once: {seconds:N1} s, {options.Tasks / seconds:N0} fires/s, "
            + $"{cpu.TotalMicroseconds / options.Tasks:N0} µs of processor a fire; {Memory.Now()}");
    }

    private static async Task MeasureSustainedAsync(BeatLoadOptions options, string name, double rate)
    {
        var every = TimeSpan.FromSeconds(options.Tasks / rate);
        using LoadFile file = await LoadFile.CreateAsync(options.Folder, options.Tasks, every, Now + TimeSpan.FromSeconds(5), every);
        await using var host = new LoadHost(file.Url);
        await host.StartAsync();
        while (host.Status.Fires == 0)
        {
            await Task.Delay(1);
        }

        await Task.Delay(WarmUp);
        var before = Memory.Now();
        long fires = host.Status.Fires;
        long ticks = host.Status.Ticks;
        host.Lateness.Clear();
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        await Task.Delay(TimeSpan.FromSeconds(options.Seconds));
        double seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        fires = host.Status.Fires - fires;
        ticks = host.Status.Ticks - ticks;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        Console.WriteLine(
            $"{name}, {rate:N0} fires/s wanted for {seconds:N0} s: {fires / seconds:N0} fires/s, {ticks / seconds:N0} ticks/s, {cpu.TotalSeconds / seconds:P0} of a core, "
            + $"late p50 {host.Lateness.Milliseconds(50):N1} ms, p99 {host.Lateness.Milliseconds(99):N1} ms, worst {host.Lateness.Milliseconds(100):N1} ms");
        Console.WriteLine($"  memory: {before} at the begin, {Memory.Now()} at the end; file {new FileInfo(file.Path).Length / 1048576:N0} MB");
    }
}
