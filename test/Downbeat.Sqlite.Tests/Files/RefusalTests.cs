using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Downbeat.Hosting;
using Downbeat.Sqlite.Connections;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Sqlite.Tests.Files;

/// <summary>What is said when a file cannot be used, and that nothing is harmed by it.</summary>
public sealed class RefusalTests : IAsyncLifetime
{
    private readonly SqliteFixture _fixture = new()
    {
        Settings = new SqliteSettings { WritePatience = TimeSpan.FromMilliseconds(100), ReadPatience = TimeSpan.FromMilliseconds(100) },
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _fixture.DisposeAsync();

    [Fact]
    public async Task A_file_of_a_newer_program_is_refused_and_left_as_it_is()
    {
        await Open().CheckAsync(Token);
        _fixture.Execute("INSERT INTO downbeat_schema (version, name, applied_at) VALUES (999, 'of the future', 0)");

        IBroker older = Open();
        SchemaException refusal = await Should.ThrowAsync<SchemaException>(async () => await older.CheckAsync(Token));
        await Should.ThrowAsync<SchemaException>(async () => await older.PublishAsync([Samples.Message()], Token));

        refusal.Message.ShouldContain(_fixture.File);
        refusal.Message.ShouldContain("has schema version 999, this program knows 3");
        refusal.Message.ShouldContain("use a newer version of Downbeat");
        _fixture.Execute("SELECT count(*) FROM downbeat_message").ShouldBe(0L);
        var schema = _fixture.Open(_fixture.File).GetRequiredService<SchemaSet>().Schemas.ShouldHaveSingleItem();
        (await schema.GetStatusAsync(Token)).Current.ShouldBe(999);
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused_and_left_as_it_is()
    {
        string text = string.Concat(Enumerable.Repeat("These are somebody's notes. ", 200));
        await File.WriteAllTextAsync(_fixture.File, text, Token);

        UnavailableException refusal = await ShouldBeUnavailableAsync(broker => broker.CheckAsync(Token));

        refusal.IsTransient.ShouldBeFalse();
        refusal.Message.ShouldContain("is damaged or no SQLite database");
        (await File.ReadAllTextAsync(_fixture.File, Token)).ShouldBe(text);
    }

    [Fact]
    public async Task A_damaged_file_is_refused_by_those_who_meet_the_damage()
    {
        await using (ServiceProvider services = _fixture.Open(_fixture.File))
        {
            await services.GetRequiredService<IBroker>().PublishAsync(Samples.Messages(50), Token);
        }

        byte[] bytes = await File.ReadAllBytesAsync(_fixture.File, Token);
        bytes.AsSpan(4096).Fill(0xAB);
        await File.WriteAllBytesAsync(_fixture.File, bytes, Token);

        UnavailableException refusal = await ShouldBeUnavailableAsync(broker => broker.PublishAsync([Samples.Message()], Token));

        refusal.IsTransient.ShouldBeFalse();
        refusal.Message.ShouldContain("restore it from a backup");
    }

    [Fact]
    public async Task A_folder_is_no_file()
    {
        Directory.CreateDirectory(_fixture.File);

        (await ShouldBeUnavailableAsync(broker => broker.CheckAsync(Token))).Message.ShouldContain("it is a folder; name a file in it");
    }

    [Fact]
    public async Task A_folder_that_does_not_exist_is_named_and_a_file_in_it_can_be_used_as_soon_as_it_does()
    {
        string folder = _fixture.Folder.File("later");
        IBroker broker = _fixture.Open(Path.Combine(folder, "test.db")).GetRequiredService<IBroker>();

        UnavailableException refusal = await Should.ThrowAsync<UnavailableException>(async () => await broker.PublishAsync([Samples.Message()], Token));
        refusal.Message.ShouldContain($"the folder {folder} does not exist; create it");

        Directory.CreateDirectory(folder);
        await broker.PublishAsync([Samples.Message()], Token);
        (await broker.Queues.ListAsync(Token)).ShouldHaveSingleItem().Ready.ShouldBe(1);
    }

    [Fact]
    public async Task A_file_without_the_right_to_write_it_is_refused()
    {
        Assert.SkipWhen(Environment.IsPrivilegedProcess, "whoever may do everything may write every file");
        await using (ServiceProvider services = _fixture.Open(_fixture.File))
        {
            await services.GetRequiredService<IBroker>().CheckAsync(Token);
        }

        File.SetAttributes(_fixture.File, FileAttributes.ReadOnly);

        UnavailableException refusal = await ShouldBeUnavailableAsync(broker => broker.PublishAsync([Samples.Message()], Token));

        refusal.Message.ShouldContain("is read-only here");
        refusal.Message.ShouldContain("give this user the right to write the file and its folder");
    }

    [Fact]
    public async Task While_another_program_writes_reads_go_on_writes_wait_and_in_the_end_give_up()
    {
        IBroker broker = Open();
        await broker.PublishAsync([Samples.Message()], Token);
        await using SqliteTransaction other = _fixture.Connect().BeginTransaction(deferred: false);

        UnavailableException refusal = await Should.ThrowAsync<UnavailableException>(async () => await broker.PublishAsync([Samples.Message()], Token));

        refusal.IsTransient.ShouldBeTrue();
        refusal.Message.ShouldContain("is locked by another program");
        (await broker.Queues.ListAsync(Token)).ShouldHaveSingleItem().Ready.ShouldBe(1);

        await other.RollbackAsync(Token);
        await broker.PublishAsync([Samples.Message()], Token);
        (await broker.Queues.ListAsync(Token)).ShouldHaveSingleItem().Ready.ShouldBe(2);
    }

    [Fact]
    public async Task A_write_that_waits_for_another_program_can_be_cancelled_and_is_not_done_later()
    {
        _fixture.Settings = new SqliteSettings();
        IBroker broker = Open();
        await broker.CheckAsync(Token);
        await using SqliteTransaction other = _fixture.Connect().BeginTransaction(deferred: false);
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);

        Task cancelled = broker.PublishAsync([Samples.Message("cancelled")], cancellation.Token).AsTask();
        Task kept = broker.PublishAsync([Samples.Message("kept")], Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => cancelled.WaitAsync(ComplianceTest.Deadline, Token));
        await other.RollbackAsync(Token);
        await kept.WaitAsync(ComplianceTest.Deadline, Token);

        _fixture.Execute("SELECT group_concat(task_id) FROM downbeat_message").ShouldBe("kept");
    }

    [Fact]
    public async Task When_the_disk_is_full_nothing_is_harmed_and_work_goes_on_as_soon_as_there_is_space()
    {
        ServiceProvider services = _fixture.Open(_fixture.File);
        IBroker broker = services.GetRequiredService<IBroker>();
        SqliteDatabase database = services.GetRequiredService<SqliteDatabases>().Get(ConnectionUrl.Parse("broker", SqliteUrl.Of(_fixture.File)));
        await LimitAsync("PRAGMA max_page_count = 80");

        int kept = 0;
        UnavailableException refusal = await Should.ThrowAsync<UnavailableException>(async () =>
        {
            for (; kept < 1_000; kept++)
            {
                await broker.PublishAsync([Samples.Message(new string('x', 2_000) + kept)], Token);
            }
        });
        refusal.IsTransient.ShouldBeTrue();
        refusal.Message.ShouldContain("is full");
        await broker.CheckAsync(Token);

        await LimitAsync("PRAGMA max_page_count = 100000");
        await broker.PublishAsync([Samples.Message()], Token);

        (await broker.Queues.ListAsync(Token)).ShouldHaveSingleItem().Ready.ShouldBe(kept + 1);
        _fixture.Execute("PRAGMA integrity_check").ShouldBe("ok");

        Task LimitAsync(string sql)
        {
            return database.WriteAsync(
                transaction =>
                {
                    transaction.Session.Execute(sql);
                    return true;
                },
                Durability.Power,
                Token).AsTask();
        }
    }

    private IBroker Open() => _fixture.Open(_fixture.File).GetRequiredService<IBroker>();

    private async Task<UnavailableException> ShouldBeUnavailableAsync(Func<IBroker, ValueTask> use)
    {
        IBroker broker = Open();
        UnavailableException refusal = await Should.ThrowAsync<UnavailableException>(async () => await use(broker));
        refusal.Message.ShouldContain(_fixture.File);
        return refusal;
    }
}
