using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Tests.Connections;

/// <summary>Work that nobody waits for delays nobody by more than itself.</summary>
public sealed class BackgroundWorkTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;

    public BackgroundWorkTests()
    {
        _database = new SqliteDatabase(_folder.File("test.db"), TimeProvider.System, new SqliteSettings());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData(Durability.Power)]
    [InlineData(Durability.Process)]
    public async Task It_is_not_part_of_a_transaction_that_somebody_waits_for(object foreground)
    {
        using var gate = new ManualResetEventSlim();
        Task<SqliteWriteTransaction> first = WriteAsync(Durability.Power, gate);
        Task<SqliteWriteTransaction> before = WriteAsync((Durability)foreground);
        Task<SqliteWriteTransaction> behind = WriteAsync(Durability.Background);
        Task<SqliteWriteTransaction> after = WriteAsync((Durability)foreground);
        gate.Set();

        SqliteWriteTransaction[] transactions = await Task.WhenAll(first, before, behind, after);
        transactions[1].ShouldBeSameAs(transactions[0]);
        transactions[2].ShouldNotBeSameAs(transactions[1]);
        transactions[3].ShouldNotBeSameAs(transactions[2]);
    }

    // The first one keeps the writer busy until everything else waits.
    private Task<SqliteWriteTransaction> WriteAsync(Durability durability, ManualResetEventSlim? gate = null)
    {
        return _database.WriteAsync(
            transaction =>
            {
                gate?.Wait(Token);
                return transaction;
            },
            durability,
            Token).AsTask();
    }
}
