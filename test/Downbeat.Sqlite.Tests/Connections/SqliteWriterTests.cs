using Downbeat.ComplianceTests;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Tests.Connections;

public sealed class SqliteWriterTests : IDisposable
{
    private readonly TempFolder _folder = new();
    private readonly SqliteDatabase _database;

    public SqliteWriterTests()
    {
        _database = new SqliteDatabase(_folder.File("test.db"), TimeProvider.System, new SqliteSettings());
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        _database.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Work_that_fails_fails_alone_and_leaves_nothing()
    {
        Task<bool>[] works = [.. Enumerable.Range(0, 20).Select(i => WriteAsync(session =>
        {
            session.Get("INSERT INTO downbeat_published_once (task_id, published_at) VALUES (?, 0)").Add($"{i}").Run();
            _ = i % 5 == 0 ? throw new InvalidOperationException("spoilt") : true;
        }))];

        for (int i = 0; i < works.Length; i++)
        {
            Task<bool> work = works[i].WaitAsync(ComplianceTest.Deadline, Token);
            _ = i % 5 == 0 ? (object)await Should.ThrowAsync<InvalidOperationException>(() => work) : await work;
        }

        Count().ShouldBe(16);
    }

    [Fact]
    public async Task No_failure_ends_the_writer()
    {
        await Should.ThrowAsync<OperationCanceledException>(() => WriteAsync(_ => throw new OperationCanceledException()));
        await Should.ThrowAsync<DownbeatException>(() => WriteAsync(session => session.Execute("no such statement")));
        await Should.ThrowAsync<DownbeatException>(() => WriteAsync(session => session.Execute("ROLLBACK; no such statement")));
        await Should.ThrowAsync<UnavailableException>(() => WriteAsync(_ => throw new UnavailableException("another database is away")));

        (await WriteAsync(session => session.Execute("INSERT INTO downbeat_published_once (task_id, published_at) VALUES ('last', 0)"))).ShouldBeTrue();
        Count().ShouldBe(1);
    }

    [Fact]
    public async Task What_waits_when_it_is_disposed_is_written_and_what_comes_later_is_refused()
    {
        Task<bool>[] works = [.. Enumerable.Range(0, 50).Select(i => WriteAsync(session =>
            session.Get("INSERT INTO downbeat_published_once (task_id, published_at) VALUES (?, 0)").Add($"{i}").Run()))];

        _database.Dispose();

        (await Task.WhenAll(works).WaitAsync(ComplianceTest.Deadline, Token)).ShouldAllBe(static done => done);
        await Should.ThrowAsync<ObjectDisposedException>(() => WriteAsync(static _ => { }));
        using var again = new SqliteDatabase(_database.Path, TimeProvider.System, new SqliteSettings());
        again.Read(session => session.Get("SELECT count(*) FROM downbeat_published_once").Scalar()).ShouldBe(50);
    }

    [Fact]
    public void A_read_that_fails_in_the_middle_of_its_rows_keeps_nothing_open()
    {
        Should.Throw<InvalidOperationException>(() => _database.Read<int>(session =>
        {
            session.Get("SELECT name FROM sqlite_schema").Step().ShouldBeTrue();
            throw new InvalidOperationException("the caller's");
        }));

        _database.Read(session => session.Get("PRAGMA wal_checkpoint").Scalar()).ShouldBe(0);
    }

    [Fact]
    public async Task Empty_is_not_null()
    {
        await WriteAsync(session => session.Execute("CREATE TABLE t (a, b, c, d)"));
        await WriteAsync(session => session.Get("INSERT INTO t VALUES (?, ?, ?, ?)").AddBlob([]).Add("").AddTextOrNull([]).Add((string?)null).Run());

        _database.Read(session => session.Get("SELECT typeof(a) = 'blob' AND a = x'' AND typeof(b) = 'text' AND b = '' AND c IS NULL AND d IS NULL FROM t").Scalar())
            .ShouldBe(1);
    }

    private Task<bool> WriteAsync(Action<SqliteSession> work)
    {
        return _database.WriteAsync(
            transaction =>
            {
                work(transaction.Session);
                return true;
            },
            Durability.Process,
            Token).AsTask();
    }

    private long? Count() => _database.Read(session => session.Get("SELECT count(*) FROM downbeat_published_once").Scalar());
}
