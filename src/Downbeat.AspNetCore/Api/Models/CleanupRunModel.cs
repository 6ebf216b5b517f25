using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.Retention;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>One cleanup of one database. Counts are by kind of rows, then by state, with <c>total</c> among them.</summary>
internal sealed record CleanupRunModel
{
    public required Guid Id { get; init; }

    public required string Database { get; init; }

    public required string Trigger { get; init; }

    public required string Policy { get; init; }

    public bool DryRun { get; init; }

    /// <summary>running, done, cancelled, failed, or lost: its process died.</summary>
    public required string Outcome { get; init; }

    public string? Error { get; init; }

    public DateTime StartedAt { get; init; }

    public DateTime SeenAt { get; init; }

    public DateTime? EndedAt { get; init; }

    public double DurationSeconds { get; init; }

    public required IReadOnlyDictionary<string, Dictionary<string, long>> Candidates { get; init; }

    public required IReadOnlyDictionary<string, Dictionary<string, long>> Deleted { get; init; }

    public long BytesBefore { get; init; }

    public long? BytesAfter { get; init; }

    public int Batches { get; init; }

    public double SlowestBatchSeconds { get; init; }

    public static CleanupRunModel Of(CleanupRecord record)
    {
        CleanupRun run = record.Run;
        return new CleanupRunModel
        {
            Id = run.Id,
            Database = record.Database,
            Trigger = run.Trigger,
            Policy = run.Policy,
            DryRun = run.IsDryRun,
            Outcome = record.IsLost ? "lost" : run.Outcome,
            Error = run.Error is { } error ? Mounting.Masking.Text(error) : null,
            StartedAt = run.StartedAt.UtcDateTime,
            SeenAt = run.SeenAt.UtcDateTime,
            EndedAt = run.EndedAt?.UtcDateTime,
            DurationSeconds = ((run.EndedAt ?? run.SeenAt) - run.StartedAt).TotalSeconds,
            Candidates = Counts(run.Candidates),
            Deleted = Counts(run.Deleted),
            BytesBefore = run.BytesBefore,
            BytesAfter = run.BytesAfter,
            Batches = run.Batches,
            SlowestBatchSeconds = run.SlowestBatch.TotalSeconds,
        };
    }

    private static Dictionary<string, Dictionary<string, long>> Counts(IReadOnlyDictionary<string, RetentionCount> counts)
    {
        return counts.ToDictionary(
            kind => kind.Key,
            kind => new Dictionary<string, long>(kind.Value.ByState, StringComparer.Ordinal) { ["total"] = kind.Value.Total },
            StringComparer.Ordinal);
    }
}
