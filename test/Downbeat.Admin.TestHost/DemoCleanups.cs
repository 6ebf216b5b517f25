using Downbeat.Hosting;
using Downbeat.Retention;

namespace Downbeat.Admin.TestHost;

/// <summary>The records of two weeks of cleanups.</summary>
internal static class DemoCleanups
{
    public static async Task AddAsync(RetentionSet databases, DateTimeOffset now)
    {
        if (databases.ResultBackend is not { } retention)
        {
            return;
        }

        var random = new Random(3);
        for (int day = 14; day > 0; day--)
        {
            DateTimeOffset at = now.AddDays(-day).AddHours(1);
            long deleted = 80_000 + random.Next(20_000);
            bool isFailed = day == 6;
            long bytes = 410_000_000 + (random.Next(40) * 1_000_000L);
            await retention.Runs.SaveAsync(
                new CleanupRun
                {
                    Id = Guid.CreateVersion7(at),
                    Trigger = day == 9 ? "manual" : "schedule",
                    Policy = "results are kept for 1.00:00:00; FAILURE for 7.00:00:00",
                    IsDryRun = day == 9,
                    StartedAt = at,
                    SeenAt = at.AddSeconds(41),
                    EndedAt = at.AddSeconds(41),
                    Outcome = isFailed ? CleanupRun.Failed : CleanupRun.Done,
                    Error = isFailed ? "the disk is full" : null,
                    Candidates = Counts(deleted),
                    Deleted = Counts(isFailed ? 1200 : deleted),
                    BytesBefore = bytes,
                    BytesAfter = bytes - (deleted * 700),
                    Batches = (int)(deleted / 400),
                    SlowestBatch = TimeSpan.FromMilliseconds(11 + random.Next(30)),
                },
                CancellationToken.None);
        }
    }

    private static Dictionary<string, RetentionCount> Counts(long total) => new(StringComparer.Ordinal)
    {
        ["results"] = new RetentionCount(total, new Dictionary<string, long>(StringComparer.Ordinal) { ["SUCCESS"] = total - 900, ["FAILURE"] = 700, ["REVOKED"] = 200 }),
        ["messages"] = RetentionCount.Of(310),
    };
}
