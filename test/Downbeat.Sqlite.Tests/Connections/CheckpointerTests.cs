using System.Diagnostics;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Tests.Connections;

/// <summary>The log's pages come into the file without a commit that waits for them.</summary>
public sealed class CheckpointerTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly TempFolder _folder = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Pages_are_moved_long_before_the_writer_has_to()
    {
        string file = _folder.File("test.db");
        using var database = new SqliteDatabase(file, TimeProvider.System, new SqliteSettings());
        await WriteAsync(database, pages: 10);
        long before = new FileInfo(file).Length;
        await WriteAsync(database, pages: 1_500);

        long started = Stopwatch.GetTimestamp();
        while (new FileInfo(file).Length - before < 1_000 * 4_096)
        {
            Stopwatch.GetElapsedTime(started).ShouldBeLessThan(Patience, "the file never grew");
            await Task.Delay(5, Token);
        }

        Checkpointer.MostPages.ShouldBeGreaterThan(1_510);
    }

    [Fact]
    public async Task The_log_does_not_grow_for_ever_under_a_load_without_pauses()
    {
        string file = _folder.File("test.db");
        using var database = new SqliteDatabase(file, TimeProvider.System, new SqliteSettings());
        for (int i = 0; i < 100; i++)
        {
            await WriteAsync(database, pages: 200);
        }

        new FileInfo(file + "-wal").Length.ShouldBeLessThan(2L * Checkpointer.MostPages * 4_120);
    }

    private static async Task WriteAsync(SqliteDatabase database, int pages)
    {
        await database.WriteAsync(
            transaction =>
            {
                transaction.Session.Execute("CREATE TABLE IF NOT EXISTS filler (content BLOB)");
                for (int i = 0; i < pages; i++)
                {
                    transaction.Session.Execute("INSERT INTO filler VALUES (randomblob(4000))");
                }

                return true;
            },
            Durability.Process,
            Token);
    }
}
