using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Hosting;

internal sealed class WorkerOptionsValidator : IValidateOptions<WorkerOptions>
{
    private const int LongestName = 200;
    private const string Name = "1 to 200 characters, none of them a control character";

    public ValidateOptionsResult Validate(string? name, WorkerOptions options)
    {
        var failures = new List<string>();
        Check("worker.name", options.Name, options.Name is null || IsName(options.Name), Name);
        Check("worker.concurrency", options.Concurrency, options.Concurrency is >= 1 and <= 10_000, "1 to 10000");
        Check("worker.prefetch", options.Prefetch, options.Prefetch is null or (>= 0 and <= 100_000), "0 to 100000");
        Check("worker.lease", options.Lease, IsTime(options.Lease, TimeSpan.FromSeconds(1)), "1 second to 1 day");
        Check("worker.max_deliveries", options.MaxDeliveries, options.MaxDeliveries >= 1, "1 or more");
        Check("worker.shutdown_timeout", options.ShutdownTimeout, IsTime(options.ShutdownTimeout, TimeSpan.Zero), "0 to 1 day");
        Check("worker.cancel_timeout", options.CancelTimeout, IsTime(options.CancelTimeout, TimeSpan.Zero), "0 to 1 day");
        Check("worker.max_argument_bytes", options.MaxArgumentBytes, options.MaxArgumentBytes >= 0, "0 or more");
        Check(
            "worker.heartbeat_interval",
            options.HeartbeatInterval,
            options.HeartbeatInterval is null || (options.HeartbeatInterval > TimeSpan.Zero && options.HeartbeatInterval < options.Lease),
            $"more than zero, less than the lease, {options.Lease}");
        foreach (string queue in options.Queues ?? [])
        {
            Check("worker.queues", queue, IsName(queue), Name);
        }

        return failures.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);

        void Check(string field, object? value, bool isAllowed, string allowed)
        {
            if (!isAllowed)
            {
                failures.Add(new InvalidValueException(field, value, allowed).Message);
            }
        }
    }

    private static bool IsTime(TimeSpan time, TimeSpan least) => time >= least && time <= TimeSpan.FromDays(1);

    private static bool IsName(string? text)
    {
        return !string.IsNullOrWhiteSpace(text) && text.Length <= LongestName && !text.AsSpan().ContainsAnyInRange('\0', '\u001f');
    }
}
