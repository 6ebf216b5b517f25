using System.Globalization;
using Downbeat.Hosting;

namespace Downbeat.Worker.Hosting;

/// <summary>What a worker goes by: its options with every default filled in.</summary>
internal sealed record WorkerSettings
{
    private const int LeastPrefetch = 256;

    public required string Name { get; init; }

    public required IReadOnlyList<string> Queues { get; init; }

    public required int Concurrency { get; init; }

    public required int Prefetch { get; init; }

    public required TimeSpan Lease { get; init; }

    public required TimeSpan HeartbeatInterval { get; init; }

    public required int MaxDeliveries { get; init; }

    public required TimeSpan ShutdownTimeout { get; init; }

    public required TimeSpan CancelTimeout { get; init; }

    public required int MaxArgumentBytes { get; init; }

    public required bool TracksStarted { get; init; }

    /// <summary>Fills in the defaults. A process that only fires periodic tasks consumes the maintenance queue and nothing else.</summary>
    public static WorkerSettings Of(WorkerOptions worker, DownbeatOptions downbeat, ActiveRoles roles)
    {
        IReadOnlyList<string> own = worker.Queues is { Count: > 0 } given ? given : [downbeat.DefaultQueue];
        return new WorkerSettings
        {
            Name = worker.Name ?? string.Create(CultureInfo.InvariantCulture, $"worker@{Environment.MachineName}.{Environment.ProcessId}"),
            Queues = [.. (roles.Worker ? own : []).Append(DownbeatOptions.MaintenanceQueue).Distinct(StringComparer.Ordinal)],
            Concurrency = worker.Concurrency,
            Prefetch = worker.Prefetch ?? Math.Max(LeastPrefetch, 4 * worker.Concurrency),
            Lease = worker.Lease,
            HeartbeatInterval = worker.HeartbeatInterval ?? worker.Lease / 3,
            MaxDeliveries = worker.MaxDeliveries,
            ShutdownTimeout = worker.ShutdownTimeout,
            CancelTimeout = worker.CancelTimeout,
            MaxArgumentBytes = worker.MaxArgumentBytes,
            TracksStarted = worker.TracksStarted,
        };
    }
}
