using Downbeat.Hosting;
using Downbeat.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Tests.Hosting;

public sealed class WorkerOptionsTests
{
    [Fact]
    public void The_defaults_are_allowed()
    {
        Validate(new WorkerOptions()).Succeeded.ShouldBeTrue();
    }

    [Fact]
    public void All_refusals_are_told_at_once_each_with_its_field_and_value()
    {
        ValidateOptionsResult result = Validate(new WorkerOptions
        {
            Name = "",
            Concurrency = 0,
            Queues = ["ok", " "],
            Prefetch = -1,
            Lease = TimeSpan.Zero,
            HeartbeatInterval = TimeSpan.FromMinutes(1),
            MaxDeliveries = 0,
            ShutdownTimeout = TimeSpan.FromSeconds(-1),
            CancelTimeout = TimeSpan.FromDays(2),
            MaxArgumentBytes = -1,
        });

        List<string> failures = [.. result.Failures!];
        failures.Count.ShouldBe(10);
        failures.ShouldContain(failure => failure == "worker.concurrency: '0' is not allowed; allowed: 1 to 10000");
        failures.ShouldContain(failure => failure.StartsWith("worker.queues: ' '", StringComparison.Ordinal));
    }

    [Fact]
    public void A_heartbeat_comes_before_the_lease_ends()
    {
        var options = new WorkerOptions { Lease = TimeSpan.FromSeconds(10), HeartbeatInterval = TimeSpan.FromSeconds(10) };

        Validate(options).FailureMessage!.ShouldContain("worker.heartbeat_interval");
    }

    [Fact]
    public void What_is_not_said_has_a_default()
    {
        WorkerSettings settings = Settings(new WorkerOptions { Concurrency = 100 });

        settings.Name.ShouldBe($"worker@{Environment.MachineName}.{Environment.ProcessId}");
        settings.Prefetch.ShouldBe(400);
        settings.HeartbeatInterval.ShouldBe(TimeSpan.FromSeconds(10));
        settings.Queues.ShouldBe(["jobs", "downbeat.maintenance"]);
        Settings(new WorkerOptions()).Prefetch.ShouldBe(256);
    }

    [Fact]
    public void Every_worker_consumes_the_maintenance_queue_once()
    {
        Settings(new WorkerOptions { Queues = ["a", "downbeat.maintenance", "a"] }).Queues.ShouldBe(["a", "downbeat.maintenance"]);
    }

    [Fact]
    public void A_process_that_is_only_beat_consumes_nothing_else()
    {
        Settings(new WorkerOptions { Queues = ["a"] }, new ActiveRoles([]) { Worker = false }).Queues.ShouldBe(["downbeat.maintenance"]);
    }

    private static ValidateOptionsResult Validate(WorkerOptions options) => new WorkerOptionsValidator().Validate(null, options);

    private static WorkerSettings Settings(WorkerOptions options, ActiveRoles? roles = null)
    {
        return WorkerSettings.Of(options, new DownbeatOptions { DefaultQueue = "jobs" }, roles ?? new ActiveRoles([]));
    }
}
