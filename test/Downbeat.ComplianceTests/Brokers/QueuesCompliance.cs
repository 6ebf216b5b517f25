using Downbeat.Brokers;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>How full queues are, and how they are emptied.</summary>
[SuiteOf(typeof(IQueues))]
public abstract class QueuesCompliance : BrokerTest
{
    [Fact]
    public async Task A_queue_tells_how_many_messages_are_ready_wait_are_held_and_are_dead()
    {
        OnlyIf(Broker.Capabilities.HoldsUntilEta && Broker.Capabilities.KeepsDeadLetters, "eta and dead letters");
        DateTimeOffset first = Now;
        await PublishAsync(Samples.Messages(4));
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(2));
        DateTimeOffset second = Now;
        await PublishAsync(Samples.Message(), Samples.Message(at: Now.AddHours(1)), Samples.Message(at: Now.AddHours(2)), Samples.Message(queue: "b"));
        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 5, 2, 0, 0, first));
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> held = await ReceiveAsync(consumer, 4);

        await SettleAsync(consumer, Settlement.DeadLetter(held[0], "no"));

        (await Broker.Queues.ListAsync(Token)).ShouldBe(
        [
            new QueueInfo("b", 1, 0, 0, 0, second),
            new QueueInfo(Samples.Queue, 1, 2, 3, 1, second),
        ]);
    }

    [Fact]
    public async Task A_queue_that_is_consumed_is_listed_though_it_is_empty()
    {
        (await Broker.Queues.ListAsync(Token)).ShouldBeEmpty();
        IBrokerConsumer consumer = await ConsumeAsync("a", "b");

        (await Broker.Queues.ListAsync(Token)).Select(queue => queue.Name).ShouldBe(["a", "b"]);
        await consumer.DisposeAsync();
        (await Broker.Queues.ListAsync(Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_purge_deletes_what_no_worker_holds()
    {
        await PublishAsync(Samples.Messages(3));
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery held = await ReceiveOneAsync(consumer);
        bool hasEta = Broker.Capabilities.HoldsUntilEta;
        await PublishAsync([Samples.Message(queue: "other"), .. hasEta ? [Samples.Message(at: Now.AddHours(1))] : Array.Empty<BrokerMessage>()]);

        (await Broker.Queues.PurgeAsync(Samples.Queue, Token)).ShouldBe(hasEta ? 3 : 2);

        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 0, 0, 1, 0, null));
        (await FindQueueAsync("other")).Ready.ShouldBe(1);
        await AcknowledgeAsync(consumer, held);
        (await Broker.Queues.PurgeAsync("nobody's", Token)).ShouldBe(0);
    }

    [Fact]
    public async Task A_purge_deletes_many()
    {
        await PublishAsync(Samples.Messages(2_500));

        (await Broker.Queues.PurgeAsync(Samples.Queue, Token)).ShouldBe(2_500);
        (await Broker.Queues.ListAsync(Token)).ShouldBeEmpty();
    }
}
