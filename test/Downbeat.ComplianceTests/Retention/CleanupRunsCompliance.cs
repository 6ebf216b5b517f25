using Downbeat.Retention;

namespace Downbeat.ComplianceTests.Retention;

/// <summary>The records of cleanups.</summary>
[SuiteOf(typeof(ICleanupRuns))]
public abstract class CleanupRunsCompliance : RetentionTest
{
    private ICleanupRuns Runs => Retention.Runs;

    [Fact]
    public async Task A_record_is_read_as_it_was_written_last()
    {
        CleanupRun run = Run() with
        {
            Candidates = new Dictionary<string, RetentionCount>
            {
                ["results"] = new(5_000_000_000, new Dictionary<string, long> { ["SUCCESS"] = 4_999_999_999, ["FAILURE"] = 1 }),
                ["fires"] = RetentionCount.None,
            },
            BytesBefore = 5_000_000_000,
        };
        await Runs.SaveAsync(run, Token);
        ShouldBeSame((await Runs.ListAsync(10, Token)).ShouldHaveSingleItem(), run);
        CleanupRun ended = run with
        {
            SeenAt = Now.AddSeconds(5),
            EndedAt = Now.AddSeconds(6),
            Outcome = CleanupRun.Failed,
            Error = "the disk is full",
            Deleted = new Dictionary<string, RetentionCount> { ["results"] = new(3, new Dictionary<string, long> { ["SUCCESS"] = 3 }) },
            BytesAfter = 4_000_000_000,
            Batches = 7,
            SlowestBatch = TimeSpan.FromMicroseconds(1_234),
        };

        await Runs.SaveAsync(ended, Token);

        ShouldBeSame((await Runs.ListAsync(10, Token)).ShouldHaveSingleItem(), ended);
        ShouldBeSame((await Open(Fixture.Open()).Runs.ListAsync(10, Token)).ShouldHaveSingleItem(), ended);
    }

    [Fact]
    public async Task Records_are_listed_newest_first()
    {
        CleanupRun[] runs = [.. Enumerable.Range(0, 5).Select(i => Run() with { StartedAt = Now.AddSeconds(i % 2 == 0 ? i : -i) })];
        foreach (CleanupRun run in runs)
        {
            await Runs.SaveAsync(run, Token);
        }

        (await Runs.ListAsync(10, Token)).Select(run => run.Id).ShouldBe(runs.OrderByDescending(run => run.StartedAt).Select(run => run.Id));
        (await Runs.ListAsync(2, Token)).Count.ShouldBe(2);
    }

    private CleanupRun Run() => new()
    {
        Id = Guid.CreateVersion7(Now),
        Trigger = "manual",
        Policy = "results are kept for a day",
        StartedAt = Now,
        SeenAt = Now,
        Outcome = CleanupRun.Running,
        IsDryRun = true,
    };

    private static void ShouldBeSame(CleanupRun actual, CleanupRun expected)
    {
        (actual with { Candidates = expected.Candidates, Deleted = expected.Deleted }).ShouldBe(expected);
        foreach ((IReadOnlyDictionary<string, RetentionCount> one, IReadOnlyDictionary<string, RetentionCount> other) in
            new[] { (actual.Candidates, expected.Candidates), (actual.Deleted, expected.Deleted) })
        {
            one.Keys.ShouldBe(other.Keys, ignoreOrder: true);
            foreach ((string kind, RetentionCount count) in one)
            {
                count.Total.ShouldBe(other[kind].Total);
                count.ByState.ShouldBe(other[kind].ByState, ignoreOrder: true);
            }
        }
    }
}
