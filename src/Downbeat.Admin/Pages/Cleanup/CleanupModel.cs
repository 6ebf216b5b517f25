using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.Retention;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Cleanup;

/// <summary>How large it is, what is kept, and what the last cleanups did.</summary>
internal sealed record CleanupModel
{
    public required RetentionPolicy Policy { get; init; }

    public required IReadOnlyList<(string Database, long Bytes)> Sizes { get; init; }

    public required IReadOnlyList<CleanupRecord> Runs { get; init; }

    /// <summary>The built-in periodic task; null where none is installed.</summary>
    public PeriodicTaskEntry? Task { get; init; }

    public bool IsRunning { get; init; }

    public DateTimeOffset Now { get; init; }

    /// <summary>The newest that deleted or tried to.</summary>
    public CleanupRecord? Last => Runs.FirstOrDefault(record => !record.Run.IsDryRun && record.Run.Outcome != CleanupRun.Running);

    /// <summary>One that only counted, not long ago, with none that deleted since.</summary>
    public CleanupRecord? DryRun => Runs.Where(record => record.Run.Outcome == CleanupRun.Done).FirstOrDefault() is { Run.IsDryRun: true } newest
        && Now - newest.Run.StartedAt < TimeSpan.FromHours(1) ? newest : null;

    public CleanupRecord? Running => Runs.FirstOrDefault(record => record.Run.Outcome == CleanupRun.Running && !record.IsLost);

    /// <summary>How fast the database grew between the newest two cleanups, in bytes a day; null where that cannot be told.</summary>
    public double? GrowthPerDay
    {
        get
        {
            CleanupRun[] done = [.. Runs.Where(record => record.Run is { IsDryRun: false, Outcome: CleanupRun.Done, BytesAfter: not null }).Select(record => record.Run).Take(2)];
            return done is [var newest, var older] && newest.StartedAt - older.StartedAt > TimeSpan.FromMinutes(1)
                ? (newest.BytesBefore - older.BytesAfter!.Value) / (newest.StartedAt - older.StartedAt).TotalDays
                : null;
        }
    }
}
