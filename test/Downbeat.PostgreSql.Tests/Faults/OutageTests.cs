using Downbeat.Brokers;
using Downbeat.ComplianceTests;
using Downbeat.ComplianceTests.Brokers;
using Downbeat.Hosting;
using Downbeat.PostgreSql.Connections;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Downbeat.PostgreSql.Tests.Faults;

/// <summary>Connections that are cut, limits that are met, values that are large: clear words, and everything goes on by itself.</summary>
public sealed class OutageTests : BrokerTest
{
    private PostgreSqlFixture Database => (PostgreSqlFixture)Fixture;

    [Fact]
    public async Task When_every_connection_is_cut_the_next_call_opens_another_one_and_who_waits_is_woken_all_the_same()
    {
        IBroker other = Open("&application_name=" + Database.Schema);
        IBrokerConsumer consumer = await ConsumeAsync(other, Samples.Consumer());
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();
        for (int i = 0; i < 5; i++)
        {
            await Cut();
            BrokerMessage message = Samples.Message();
            await other.PublishAsync([message], Token);
            (await Soon(Retry(() => waiting, () => waiting = consumer.ReceiveAsync(10, Token).AsTask()))).Select(Id).ShouldBe([Id(message)]);
            waiting = consumer.ReceiveAsync(10, Token).AsTask();
        }
    }

    [Fact]
    public async Task A_claim_that_was_cut_off_loses_nothing()
    {
        IBroker other = Open("&application_name=" + Database.Schema);
        IBrokerConsumer consumer = await ConsumeAsync(other, Samples.Consumer());
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages);

        // The claim waits for the consumer's row, and dies there.
        await using (NpgsqlConnection blocker = TestServer.Connect(Database.Database))
        {
            await using NpgsqlTransaction transaction = await blocker.BeginTransactionAsync(Token);
            await using var hold = new NpgsqlCommand($"SELECT 1 FROM {Database.Schema}.worker FOR UPDATE", blocker);
            await hold.ExecuteNonQueryAsync(Token);
            Task<IReadOnlyList<Delivery>> claiming = consumer.ReceiveAsync(10, Token).AsTask();
            await Eventually(() => new((long)Database.Execute(
                $"SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE application_name = '{Database.Schema}' AND wait_event_type = 'Lock'")! > 0));
            await Should.ThrowAsync<UnavailableException>(() => Soon(claiming));
        }

        // What it took without telling is given back, too.
        Database.Execute($"UPDATE {Database.Schema}.message SET state = 2, deliveries = 1, consumer = (SELECT max(id) FROM {Database.Schema}.worker)");
        List<Delivery> received = await ReceiveAsync(consumer, 3);
        received.Select(Id).ShouldBe(messages.Select(Id));
        received.ShouldAllBe(delivery => delivery.Deliveries == 1);
    }

    [Theory]
    [InlineData("postgresql://bob:s3cret@127.0.0.1:1/nowhere", "cannot be reached")]
    [InlineData("?", "does not exist")]
    public async Task What_is_not_there_is_said_without_the_password(string url, string words)
    {
        string actual = url == "?" ? TestServer.Url("no_such_database", "downbeat") : url;
        UnavailableException error = await Should.ThrowAsync<UnavailableException>(async () =>
            await Database.OpenAs(actual).GetRequiredService<IBroker>().CheckAsync(Token));

        error.Message.ShouldContain(words);
        error.IsTransient.ShouldBeTrue();
        error.ToString().ShouldNotContain("s3cret");
    }

    [Fact]
    public async Task A_statement_that_takes_too_long_is_broken_off_and_nothing_was_changed()
    {
        await Broker.CheckAsync(Token);
        IBroker impatient = Open("&options=-c%20statement_timeout%3D100");
        await using NpgsqlConnection blocker = TestServer.Connect(Database.Database);
        await using (NpgsqlTransaction transaction = await blocker.BeginTransactionAsync(Token))
        {
            await using var hold = new NpgsqlCommand($"LOCK TABLE {Database.Schema}.message", blocker);
            await hold.ExecuteNonQueryAsync(Token);
            UnavailableException error = await Should.ThrowAsync<UnavailableException>(async () => await impatient.PublishAsync([Samples.Message()], Token));
            error.Message.ShouldContain("statement_timeout");
            error.IsTransient.ShouldBeTrue();
        }

        (await FindQueueAsync()).Ready.ShouldBe(0);
        await impatient.PublishAsync([Samples.Message()], Token);
        (await FindQueueAsync()).Ready.ShouldBe(1);
    }

    [Fact]
    public async Task A_server_that_is_read_only_is_not_usable_and_says_so()
    {
        await Broker.CheckAsync(Token);
        IBroker standby = Open("&options=-c%20default_transaction_read_only%3Don");

        (await Should.ThrowAsync<UnavailableException>(async () => await standby.CheckAsync(Token))).Message.ShouldContain("read-only");
        (await Should.ThrowAsync<UnavailableException>(async () => await standby.PublishAsync([Samples.Message()], Token))).IsTransient.ShouldBeTrue();
    }

    [Fact]
    public async Task A_user_without_connections_left_is_told_what_to_raise()
    {
        await Broker.CheckAsync(Token);
        string role = $"role_{Database.Schema}";
        Database.Execute($"CREATE ROLE {role} LOGIN PASSWORD 'secret' CONNECTION LIMIT 0");
        try
        {
            string url = Database.Url.Replace($"//{TestServer.Settings.Username}", $"//{role}:secret", StringComparison.Ordinal);
            UnavailableException error = await Should.ThrowAsync<UnavailableException>(async () =>
                await Database.OpenAs(url).GetRequiredService<IBroker>().CheckAsync(Token));

            error.Message.ShouldContain("max_connections");
            error.IsTransient.ShouldBeTrue();
        }
        finally
        {
            Database.Execute($"DROP ROLE {role}");
        }
    }

    [Fact]
    public async Task The_fate_of_a_commit_can_be_learnt()
    {
        await PublishAsync(Samples.Message());
        TransactionNumber committed = Begin("COMMIT");
        TransactionNumber aborted = Begin("ROLLBACK");
        var notGiven = committed with { Value = "4611686018427400000" };

        committed.Life.ShouldNotBeNull();
        (await AskAsync(committed)).ShouldBeTrue();
        (await AskAsync(aborted)).ShouldBeFalse();
        (await AskAsync(notGiven)).ShouldBeFalse();
        (await Should.ThrowAsync<UnavailableException>(() => AskAsync(committed, TimeSpan.Zero))).Message.ShouldContain("whether it was done");
    }

    [Fact]
    public async Task After_a_crash_of_the_server_a_commit_is_not_believed_because_numbers_are_given_again()
    {
        await PublishAsync(Samples.Message());
        TransactionNumber committed = Begin("COMMIT");

        // What a crash does to the table.
        Database.Execute($"TRUNCATE {Database.Schema}.server_life");
        UnavailableException unknown = await Should.ThrowAsync<UnavailableException>(() => AskAsync(committed));
        await PublishAsync(Samples.Message());

        unknown.Message.ShouldContain("crashed during a commit");
        (await AskAsync(Begin("COMMIT"))).ShouldBeTrue();
        await Should.ThrowAsync<UnavailableException>(() => AskAsync(committed));
    }

    [Fact]
    public async Task An_argument_of_fifty_megabytes_is_carried_and_more_than_the_server_takes_is_refused()
    {
        byte[] body = new byte[50 * 1024 * 1024];
        Random.Shared.NextBytes(body);
        BrokerMessage message = Samples.Message();
        await PublishAsync(message with { Message = message.Message with { Body = body } });

        (await ReceiveOneAsync(await ConsumeAsync())).Message.Body.Span.SequenceEqual(body).ShouldBeTrue();

        BrokerMessage huge = message with { Message = message.Message with { Body = new byte[(256 * 1024 * 1024) + 1] } };
        (await Should.ThrowAsync<InvalidValueException>(() => PublishAsync(huge))).Field.ShouldBe("body");
    }

    [Fact]
    public async Task Ten_thousand_queues_are_queues_like_any_other()
    {
        string[] queues = [.. Enumerable.Range(0, 10_000).Select(n => $"queue {n}")];
        await PublishAsync([.. queues.Select(queue => Samples.Message(queue: queue))]);

        (await Broker.Queues.ListAsync(Token)).Count.ShouldBe(10_000);
        IBrokerConsumer consumer = await ConsumeAsync(queues);
        (await ReceiveAsync(consumer, 10_000)).Select(delivery => delivery.Queue).Distinct().Count().ShouldBe(10_000);
    }

    [Fact]
    public async Task What_fails_within_an_applications_transaction_leaves_the_transaction_usable()
    {
        await Broker.CheckAsync(Token);
        await Get<IResultBackend>().CheckAsync(Token);
        Database.Execute($"ALTER TABLE {Database.Schema}.message ADD CONSTRAINT no_more CHECK (queue <> 'closed')");
        await using NpgsqlConnection connection = TestServer.Connect(Database.Database);
        await using (NpgsqlTransaction transaction = await connection.BeginTransactionAsync(Token))
        {
            var transactional = (ITransactionalBroker)Broker;
            await transactional.PublishAsync([Samples.Message()], transaction, Token);
            await Should.ThrowAsync<DownbeatException>(async () => await transactional.PublishAsync([Samples.Message(queue: "closed")], transaction, Token));
            await transactional.PublishAsync([Samples.Message()], transaction, Token);
            await transaction.CommitAsync(Token);
        }

        (await FindQueueAsync()).Ready.ShouldBe(2);
        (await FindQueueAsync("closed")).Ready.ShouldBe(0);
    }

    protected override IComplianceFixture CreateFixture() => new PostgreSqlFixture();

    private IBroker Open(string parameters)
    {
        return Database.OpenAs(TestServer.Url(Database.Database, Database.Schema, parameters)).GetRequiredService<IBroker>();
    }

    private async Task Cut()
    {
        Database.Execute($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = '{Database.Schema}'");
        await Eventually(() => new((long)Database.Execute(
            $"SELECT count(*) FROM pg_stat_activity WHERE application_name = '{Database.Schema}' AND query LIKE 'LISTEN%'")! > 0));
    }

    // A worker that is told that its broker is away tries again.
    private static async Task<IReadOnlyList<Delivery>> Retry(Func<Task<IReadOnlyList<Delivery>>> current, Func<Task> again)
    {
        while (true)
        {
            try
            {
                return await current();
            }
            catch (UnavailableException)
            {
                _ = again();
            }
        }
    }

    private TransactionNumber Begin(string end)
    {
        object life = Database.Execute($"SELECT id FROM {Database.Schema}.server_life")!;
        return new TransactionNumber((string)Database.Execute($"BEGIN; SELECT pg_current_xact_id()::text; {end}")!, (Guid)life);
    }

    private async Task<bool> AskAsync(TransactionNumber number, TimeSpan? patience = null)
    {
        await using NpgsqlDataSource source = NpgsqlDataSource.Create(TestServer.Settings);
        PostgreSqlDatabase database = Database.OpenAs(Database.Url).GetRequiredService<PostgreSqlDatabases>()
            .Get(ConnectionUrl.Parse("store", Database.Url));
        return await Fates.WasCommittedAsync(source, database, number, patience ?? TimeSpan.FromSeconds(30), new TimeoutException());
    }
}
