using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Retention;
using Downbeat.Retention;

namespace Downbeat.Sqlite.Tests.Retention;

public sealed class FreedSpaceTests : RetentionTest
{
    [Fact]
    public async Task What_a_cleanup_frees_is_given_back_to_the_disk()
    {
        byte[] value = new byte[8 * 1024];
        value.AsSpan().Fill((byte)'1');
        await Backend.StoreAsync(
            [.. Enumerable.Range(0, 500).Select(i => Samples.Result($"id{i}", done: Now) with { Value = value, ExpiresAt = Now.AddDays(1) })], Token);
        long full = await LengthAsync();
        await Fixture.AdvanceAsync(TimeSpan.FromDays(2));

        (await CleanAsync()).Outcome.ShouldBe(CleanupRun.Done);

        full.ShouldBeGreaterThan(4 * 1024 * 1024);
        (await LengthAsync()).ShouldBeLessThan(1024 * 1024);
    }

    protected override IComplianceFixture CreateFixture() => new SqliteFixture();

    // Of the file, after what is in its log has come into it. The file's own checkpoint may be under way and is waited for.
    private async Task<long> LengthAsync()
    {
        var file = (SqliteFixture)Fixture;
        for (int i = 0; file.Execute("PRAGMA wal_checkpoint(TRUNCATE)") is not 0L; i++)
        {
            i.ShouldBeLessThan(1_000, "the log never came into the file");
            await Task.Delay(10, Token);
        }

        return new FileInfo(file.File).Length;
    }
}
