using System.Data.Common;
using Downbeat.Brokers;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>Messages that exist if and only if a transaction commits.</summary>
[SuiteOf(typeof(ITransactionalBroker))]
public abstract class TransactionalBrokerCompliance : BrokerTest
{
    private ITransactionalBroker Transactional => (ITransactionalBroker)Broker;

    [Fact]
    public async Task What_is_published_in_a_transaction_exists_when_it_commits_and_not_before()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        BrokerMessage[] messages = Samples.Messages(2);
        await using DbTransaction transaction = await BeginAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();

        await Transactional.PublishAsync(messages, transaction, Token);
        waiting.IsCompleted.ShouldBeFalse();
        await transaction.CommitAsync(Token);

        (await Soon(waiting)).Select(Id).ShouldBe(messages.Select(Id));
    }

    [Fact]
    public async Task What_is_published_in_a_transaction_that_is_rolled_back_never_existed()
    {
        string once = Samples.NewId();
        await using (DbTransaction transaction = await BeginAsync())
        {
            await Transactional.PublishAsync([Samples.Message(), Samples.Message(once, once: true)], transaction, Token);
            await transaction.RollbackAsync(Token);
        }

        await using (DbTransaction transaction = await BeginAsync())
        {
            await Transactional.PublishAsync([Samples.Message()], transaction, Token);
        }

        await PublishAsync(Samples.Message(once, once: true));

        IBrokerConsumer consumer = await ConsumeAsync();
        Id(await ReceiveOneAsync(consumer)).ShouldBe(once);
        await ShouldReceiveNothingAsync(consumer);
    }

    [Fact]
    public async Task A_transaction_of_another_database_is_refused()
    {
        await using IComplianceFixture other = CreateFixture();
        await using DbTransaction transaction = await other.BeginAsync() ?? throw new InvalidOperationException("The fixture gave no transaction.");

        InvalidValueException refusal = await Should.ThrowAsync<InvalidValueException>(async () =>
            await Transactional.PublishAsync([Samples.Message()], transaction, Token));

        refusal.Field.ShouldBe("transaction");
        await ShouldReceiveNothingAsync(await ConsumeAsync());
    }

    [Fact]
    public async Task A_transaction_that_has_ended_is_refused()
    {
        DbTransaction transaction = await BeginAsync();
        await transaction.CommitAsync(Token);

        await Should.ThrowAsync<InvalidValueException>(async () => await Transactional.PublishAsync([Samples.Message()], transaction, Token));
        await transaction.DisposeAsync();
    }

    [Fact]
    public async Task Enlisted_work_sees_what_was_accepted_and_shares_its_fate()
    {
        var backend = Get<IResultBackend>() as ITransactionalResultBackend;
        OnlyIf(backend?.Capabilities.Database == Broker.Capabilities.Database, "a result backend in the same database");
        await PublishAsync(Samples.Messages(2));
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> deliveries = await ReceiveAsync(consumer, 2);
        await AcknowledgeAsync(consumer, deliveries[0]);
        IReadOnlyList<Settlement> seen = [];

        IReadOnlyList<Settlement> accepted = await consumer.SettleAsync(
            [.. deliveries.Select(Settlement.Acknowledge)],
            (settlements, transaction, cancellationToken) =>
            {
                seen = settlements;
                return backend!.StoreAsync([.. settlements.Select(one => Samples.Result(Id(one.Delivery), done: Now))], transaction, cancellationToken);
            },
            Token);

        accepted.ShouldHaveSingleItem().Delivery.ShouldBe(deliveries[1]);
        seen.ShouldBe(accepted);
        (await backend!.GetAsync(Id(deliveries[0]), Token)).ShouldBeNull();
        (await backend.GetAsync(Id(deliveries[1]), Token))!.State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task When_enlisted_work_fails_nothing_is_settled_and_others_are_unharmed()
    {
        await PublishAsync(Samples.Messages(2));
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> deliveries = await ReceiveAsync(consumer, 2);
        Settlement settlement = Settlement.Acknowledge(deliveries[0]) with { Successor = Samples.Message() };

        Task<IReadOnlyList<Settlement>> failing = Task.Run(
            async () => await consumer.SettleAsync([settlement], static (_, _, _) => throw new InvalidCastException("spoilt"), Token), Token);
        Task<IReadOnlyList<Settlement>> other = SettleAsync(consumer, Settlement.Acknowledge(deliveries[1]));
        Task publishing = PublishAsync(Samples.Message());

        (await Should.ThrowAsync<InvalidCastException>(() => Soon(failing))).Message.ShouldBe("spoilt");
        (await Soon(other)).Count.ShouldBe(1);
        await Soon(publishing);
        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 1, 0, 1, 0, Now));
        (await SettleAsync(consumer, settlement)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Enlisted_work_that_waits_is_refused()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(consumer);

        await Should.ThrowAsync<InvalidOperationException>(async () => await consumer.SettleAsync(
            [Settlement.Acknowledge(delivery)], async (_, _, token) => await Task.Delay(Deadline, TimeProvider.System, token), Token));

        await AcknowledgeAsync(consumer, delivery);
    }

    [Fact]
    public async Task Work_is_enlisted_only_when_something_was_accepted()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(consumer);
        await AcknowledgeAsync(consumer, delivery);
        bool wasCalled = false;

        await consumer.SettleAsync(
            [Settlement.Acknowledge(delivery)],
            (_, _, _) =>
            {
                wasCalled = true;
                return ValueTask.CompletedTask;
            },
            Token);

        wasCalled.ShouldBeFalse();
    }

    private async Task<DbTransaction> BeginAsync()
    {
        // The schema is there already: another process has used the database.
        await Fixture.Open().GetRequiredService<IBroker>().CheckAsync(Token);
        return await Fixture.BeginAsync() ?? throw new InvalidOperationException("The fixture gave no transaction.");
    }
}
