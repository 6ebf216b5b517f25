using System.Diagnostics;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Tests.Hosting;

/// <summary>Says how fast it is; how fast it must be is measured elsewhere, on a machine of its own.</summary>
public sealed class ThroughputTests(ITestOutputHelper output)
{
    [Fact]
    public async Task Twenty_thousand_tasks_that_do_nothing_all_leave_a_result()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable("DOWNBEAT_SMOKE_TASKS") ?? "20000", System.Globalization.CultureInfo.InvariantCulture);
        await using TestApp app = TestApp.Build([TestTask.NoOp()], level: LogLevel.Warning);
        long sending = TimeProvider.System.GetTimestamp();
        for (int sent = 0; sent < count; sent += 1_000)
        {
            await app.SendManyAsync(Signature.Create("noop"), 1_000);
        }

        TimeSpan sendTime = TimeProvider.System.GetElapsedTime(sending);
        TimeSpan cpu = Process.GetCurrentProcess().TotalProcessorTime;
        long allocated = GC.GetTotalAllocatedBytes();
        long running = TimeProvider.System.GetTimestamp();
        await app.StartAsync();
        await Until.TrueAsync(() => app.File.Count("SELECT count(*) FROM downbeat_result WHERE state = 'SUCCESS'") == count, "all results are there");
        TimeSpan runTime = TimeProvider.System.GetElapsedTime(running);
        cpu = Process.GetCurrentProcess().TotalProcessorTime - cpu;

        app.File.Count("SELECT count(*) FROM downbeat_message").ShouldBe(0);
        output.WriteLine(
            $"sent {count / sendTime.TotalSeconds:N0}/s, run {count / runTime.TotalSeconds:N0}/s, "
            + $"{cpu.TotalMicroseconds / count:N0} µs of processor and {(GC.GetTotalAllocatedBytes() - allocated) / count:N0} bytes a task");
    }

    [Fact]
    public async Task A_task_sent_to_an_idle_worker_comes_back_at_once()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()], level: LogLevel.Warning);
        var times = new List<double>();
        for (int i = 0; i < 300; i++)
        {
            long started = TimeProvider.System.GetTimestamp();
            (await app.RunAsync(Signature.Create("noop"))).State.ShouldBe(TaskState.Success);
            times.Add(TimeProvider.System.GetElapsedTime(started).TotalMilliseconds);
        }

        times.Sort();
        output.WriteLine($"from send to result: p50 {times[150]:N2} ms, p90 {times[270]:N2} ms, p99 {times[297]:N2} ms");
    }
}
