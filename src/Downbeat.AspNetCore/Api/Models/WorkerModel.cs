using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A worker as it tells of itself.</summary>
internal sealed record WorkerModel
{
    public required string Name { get; init; }

    public bool Alive { get; init; }

    public required IReadOnlyList<string> Queues { get; init; }

    public DateTime SeenAt { get; init; }

    public string Host { get; init; } = "";

    public int ProcessId { get; init; }

    public string Version { get; init; } = "";

    public DateTime StartedAt { get; init; }

    public int Concurrency { get; init; }

    public int Running { get; init; }

    public long Processed { get; init; }

    public int Abandoned { get; init; }

    public required IReadOnlyList<string> Tasks { get; init; }

    public required IReadOnlyList<string> RunningIds { get; init; }

    public static WorkerModel Of(WorkerInfo worker) => new()
    {
        Name = worker.Name,
        Alive = worker.IsAlive,
        Queues = worker.Queues,
        SeenAt = worker.SeenAt.UtcDateTime,
        Host = worker.Report.Host,
        ProcessId = worker.Report.ProcessId,
        Version = worker.Report.Version,
        StartedAt = worker.Report.StartedAt.UtcDateTime,
        Concurrency = worker.Report.Concurrency,
        Running = worker.Report.Running,
        Processed = worker.Report.Processed,
        Abandoned = worker.Report.Abandoned,
        Tasks = worker.Report.Tasks,
        RunningIds = worker.Report.RunningIds,
    };
}
