using Downbeat.App.Hosting;
using Downbeat.Worker.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Settings;

/// <summary>Applies settings, then the command line, to the worker's options, after what the code says.</summary>
internal sealed class ConfigureWorker(DownbeatSettings settings, ProcessSettings process) : IPostConfigureOptions<WorkerOptions>
{
    public void PostConfigure(string? name, WorkerOptions options)
    {
        settings.Apply("worker.name", value => options.Name = value);
        settings.Apply("worker.queues", value => options.Queues = ReadQueues(value));
        settings.Apply("worker.concurrency", value => options.Concurrency = ConfigureDownbeat.Whole("worker.concurrency", value));
        settings.Apply("worker.prefetch", value => options.Prefetch = ConfigureDownbeat.Whole("worker.prefetch", value));
        settings.Apply("worker.lease", value => options.Lease = Durations.Parse("worker.lease", value));
        settings.Apply("worker.max_deliveries", value => options.MaxDeliveries = ConfigureDownbeat.Whole("worker.max_deliveries", value));
        settings.Apply("worker.shutdown_timeout", value => options.ShutdownTimeout = Durations.Parse("worker.shutdown_timeout", value));
        options.Name = process.WorkerName ?? options.Name;
        options.Queues = process.Queues ?? options.Queues;
        options.Concurrency = process.Concurrency ?? options.Concurrency;
    }

    private static string[] ReadQueues(string text)
    {
        return text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
    }
}
