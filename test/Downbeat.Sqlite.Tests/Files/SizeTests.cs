using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Downbeat.ResultBackends;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests.Files;

/// <summary>A file and its log are no larger than they have to be.</summary>
public sealed class SizeTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private string Log => _fixture.File + "-wal";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task Nobody_of_us_keeps_the_log_from_starting_over()
    {
        ServiceProvider services = _fixture.Open(_fixture.File);
        IBroker broker = services.GetRequiredService<IBroker>();
        await using IBrokerConsumer consumer = await broker.ConsumeAsync(Samples.Consumer(), Token);
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(1, Token).AsTask();
        await broker.PublishAsync(Samples.Messages(20), Token);
        IReadOnlyList<Delivery> delivered = await waiting.WaitAsync(ComplianceTest.Deadline, Token);
        await consumer.SettleAsync([.. delivered.Select(Settlement.Acknowledge)], null, Token);
        await broker.Queues.ListAsync(Token);
        await broker.Workers.ListAsync(Token);
        await Should.ThrowAsync<InvalidValueException>(async () => await services.GetRequiredService<IResultBackend>().QueryAsync(
            new TaskResultQuery { Page = new Paging.PageRequest { After = "nonsense" } }, Token));

        _fixture.Execute("PRAGMA wal_checkpoint(TRUNCATE)").ShouldBe(0L, "somebody reads on");

        new FileInfo(Log).Length.ShouldBe(0);
    }

    [Fact]
    public async Task When_a_reader_leaves_that_stayed_too_long_the_log_becomes_small_again()
    {
        const long MostKept = 17 * 1024 * 1024;
        IBroker broker = _fixture.Open(_fixture.File).GetRequiredService<IBroker>();
        await broker.CheckAsync(Token);
        SqliteConnection reader = _fixture.Connect();
        SqliteTransaction snapshot = reader.BeginTransaction(deferred: true);
        new SqliteCommand("SELECT count(*) FROM downbeat_message", reader, snapshot).ExecuteScalar();
        var large = new BrokerMessage("large", Samples.Task() with { Body = new byte[6 * 1024 * 1024] });
        for (int i = 0; i < 4; i++)
        {
            await broker.PublishAsync([large], Token);
        }

        new FileInfo(Log).Length.ShouldBeGreaterThan(MostKept);
        await snapshot.DisposeAsync();
        for (int i = 0; i < 5; i++)
        {
            await broker.PublishAsync([Samples.Message()], Token);
        }

        new FileInfo(Log).Length.ShouldBeLessThan(MostKept);
    }

    [Fact]
    public async Task Disposing_closes_every_connection_and_leaves_one_file()
    {
        ServiceProvider services = _fixture.Open(_fixture.File);
        IBroker broker = services.GetRequiredService<IBroker>();
        IBrokerConsumer consumer = await broker.ConsumeAsync(Samples.Consumer(), Token);
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(1, Token).AsTask();
        await broker.PublishAsync(Samples.Messages(3), Token);
        await waiting.WaitAsync(ComplianceTest.Deadline, Token);
        await broker.DeadLetters.ListAsync(DeadLetterSelection.All, Paging.PageRequest.First, Token);

        await services.DisposeAsync();

        Directory.GetFiles(_fixture.Folder.Path).ShouldBe([_fixture.File]);
        await Should.ThrowAsync<ObjectDisposedException>(async () => await broker.PublishAsync([Samples.Message()], Token));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await broker.Queues.ListAsync(Token));
        await consumer.DisposeAsync();
    }
}
