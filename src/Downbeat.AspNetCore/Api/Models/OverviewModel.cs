using Downbeat.AspNetCore.Operations.Overviews;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>How everything is doing.</summary>
internal sealed record OverviewModel
{
    public required DateTime At { get; init; }

    public required IReadOnlyList<Warning> Warnings { get; init; }

    /// <summary>What fires next, the soonest first.</summary>
    public required IReadOnlyList<PeriodicTaskModel> Next { get; init; }

    /// <summary>What failed last, newest first.</summary>
    public required IReadOnlyList<ResultModel> Failures { get; init; }

    /// <summary>How many results the estimates are made of.</summary>
    public int ResultsLooked { get; init; }

    public required RunStatisticsModel LastHour { get; init; }

    public required RunStatisticsModel LastDay { get; init; }

    public required IReadOnlyList<QueueModel> Queues { get; init; }

    public required IReadOnlyList<WorkerModel> Workers { get; init; }

    public required IReadOnlyList<BeatModel> Beats { get; init; }

    public required IReadOnlyList<DatabaseModel> Databases { get; init; }

    public required IReadOnlyList<CleanupRunModel> Cleanups { get; init; }

    /// <summary>How many fires wait to be published.</summary>
    public long? Pending { get; init; }

    public static OverviewModel Of(Overview overview) => new()
    {
        At = overview.At.UtcDateTime,
        Warnings = overview.Warnings,
        Next = [.. overview.Next.Select(PeriodicTaskModel.Of)],
        Failures = [.. overview.Failures.Select(ResultModel.Of)],
        ResultsLooked = overview.Recent.Looked,
        LastHour = RunStatisticsModel.Of(overview.Recent.LastHour),
        LastDay = RunStatisticsModel.Of(overview.Recent.LastDay),
        Queues = [.. overview.Queues.Select(QueueModel.Of)],
        Workers = [.. overview.Workers.Select(WorkerModel.Of)],
        Beats = [.. overview.Beats.Select(BeatModel.Of)],
        Databases = [.. overview.Databases.Select(one => new DatabaseModel(one.Database, one.Bytes))],
        Cleanups = [.. overview.Cleanups.Select(CleanupRunModel.Of)],
        Pending = overview.Outbox?.Pending,
    };
}
