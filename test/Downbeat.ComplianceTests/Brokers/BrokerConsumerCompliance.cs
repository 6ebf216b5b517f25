using Downbeat.Brokers;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>What becomes of messages in a worker's hands.</summary>
[SuiteOf(typeof(IBrokerConsumer))]
public abstract class BrokerConsumerCompliance : BrokerTest
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task What_is_acknowledged_is_gone()
    {
        await PublishAsync(Samples.Messages(3));
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> deliveries = await ReceiveAsync(consumer, 3);
        (await FindQueueAsync()).Unacknowledged.ShouldBe(3);

        IReadOnlyList<Settlement> accepted = await SettleAsync(consumer, [.. deliveries.Select(Settlement.Acknowledge)]);

        accepted.Select(settlement => settlement.Delivery).ShouldBe(deliveries);
        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 0, 0, 0, 0, null));
        await ShouldReceiveNothingAsync(consumer);
    }

    [Fact]
    public async Task Settling_twice_is_refused_and_touches_no_other_message()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery first = await ReceiveOneAsync(consumer);
        (await SettleAsync(consumer, Settlement.Acknowledge(first), Settlement.Acknowledge(first))).Count.ShouldBe(1);
        await PublishAsync(Samples.Message(), Samples.Message());
        List<Delivery> held = await ReceiveAsync(consumer, 2);

        (await SettleAsync(consumer, Settlement.Acknowledge(first))).ShouldBeEmpty();
        (await SettleAsync(consumer, Settlement.GiveBack(first))).ShouldBeEmpty();
        (await SettleAsync(consumer, Settlement.DeadLetter(first, "again"))).ShouldBeEmpty();

        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 0, 0, 2, 0, null));
        await AcknowledgeAsync(consumer, [.. held]);
    }

    [Fact]
    public async Task What_is_given_back_comes_again_in_its_old_place_and_was_not_delivered()
    {
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages);
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> deliveries = await ReceiveAsync(consumer, 2);

        (await SettleAsync(consumer, Settlement.GiveBack(deliveries[1]), Settlement.GiveBack(deliveries[0]))).Count.ShouldBe(2);

        List<Delivery> again = await ReceiveAsync(consumer, 3);
        again.Select(Id).ShouldBe(messages.Select(Id));
        again.ShouldAllBe(delivery => delivery.Deliveries == 1);
    }

    [Fact]
    public async Task What_is_given_back_for_later_comes_later()
    {
        OnlyIf(Broker.Capabilities.HoldsUntilEta, "eta");
        BrokerMessage message = Samples.Message();
        await PublishAsync(message);
        IBrokerConsumer consumer = await ConsumeAsync();

        await SettleAsync(consumer, Settlement.GiveBack(await ReceiveOneAsync(consumer), Now.AddSeconds(20)));

        await ShouldReceiveNothingAsync(consumer);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(20));
        Delivery again = await ReceiveOneAsync(consumer);
        Id(again).ShouldBe(Id(message));
        again.Deliveries.ShouldBe(1);
    }

    [Fact]
    public async Task What_is_given_back_wakes_others()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer holder = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(holder);
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        Task<IReadOnlyList<Delivery>> waiting = other.ReceiveAsync(10, Token).AsTask();

        await SettleAsync(holder, Settlement.GiveBack(delivery));

        (await Soon(waiting)).Select(Id).ShouldBe([Id(delivery)]);
    }

    [Fact]
    public async Task A_successor_takes_the_place_of_what_is_settled()
    {
        await PublishAsync(Samples.Messages(3));
        IBrokerConsumer consumer = await ConsumeAsync("celery", "retries");
        List<Delivery> deliveries = await ReceiveAsync(consumer, 3);
        BrokerMessage retry = Samples.Message(Id(deliveries[0]), queue: "retries");
        BrokerMessage later = Samples.Message(Id(deliveries[1]), at: Now.AddSeconds(10));

        await SettleAsync(
            consumer,
            Settlement.Acknowledge(deliveries[0]) with { Successor = retry },
            Settlement.Acknowledge(deliveries[1]) with { Successor = later },
            Settlement.DeadLetter(deliveries[2], "poison") with { Successor = Samples.Message() });

        List<Delivery> next = await ReceiveAsync(consumer, 2);
        Id(next[0]).ShouldBe(Id(deliveries[0]));
        next[0].Queue.ShouldBe("retries");
        next.ShouldAllBe(delivery => delivery.Deliveries == 1);
        (await FindQueueAsync()).Delayed.ShouldBe(Broker.Capabilities.HoldsUntilEta ? 1 : 0);
        (await FindQueueAsync()).DeadLetters.ShouldBe(Broker.Capabilities.KeepsDeadLetters ? 1 : 0);
    }

    [Fact]
    public async Task A_settlement_that_is_refused_has_no_successor()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(consumer);
        await AcknowledgeAsync(consumer, delivery);

        await SettleAsync(consumer, Settlement.Acknowledge(delivery) with { Successor = Samples.Message() });

        await ShouldReceiveNothingAsync(consumer);
    }

    [Fact]
    public async Task Disposing_gives_back_what_is_not_settled()
    {
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages);
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> deliveries = await ReceiveAsync(consumer, 3);
        await AcknowledgeAsync(consumer, deliveries[1]);

        await consumer.DisposeAsync();
        await consumer.DisposeAsync();

        List<Delivery> again = await ReceiveAsync(await ConsumeAsync(), 2);
        again.Select(Id).ShouldBe([Id(messages[0]), Id(messages[2])]);
        again.ShouldAllBe(delivery => delivery.Deliveries == 1);
        (await SettleAsync(consumer, Settlement.Acknowledge(deliveries[0]))).ShouldBeEmpty();
    }

    [Fact]
    public async Task Who_waits_while_its_consumer_is_disposed_ends_its_wait_and_holds_nothing()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();

        await consumer.DisposeAsync();
        await PublishAsync(Samples.Message());

        await Should.ThrowAsync<ObjectDisposedException>(() => Soon(waiting));
        await Should.ThrowAsync<ObjectDisposedException>(async () => await consumer.ReceiveAsync(10, Token));
        await ReceiveOneAsync(await ConsumeAsync());
    }

    [Fact]
    public async Task While_its_lease_is_renewed_a_message_is_not_delivered_again()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer holder = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(holder);
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));

        await PassAsync(10 * Lease, holder, other);

        await ShouldReceiveNothingAsync(other);
        await AcknowledgeAsync(holder, delivery);
    }

    [Fact]
    public async Task The_messages_of_a_worker_that_died_are_delivered_to_others_and_that_counts()
    {
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages);
        IBrokerConsumer dead = await ConsumeAsync();
        List<Delivery> lost = await ReceiveAsync(dead, 3);
        await AcknowledgeAsync(dead, lost[0]);
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        Task<IReadOnlyList<Delivery>> waiting = other.ReceiveAsync(10, Token).AsTask();

        await PassAsync(Lease / 2, other);
        waiting.IsCompleted.ShouldBeFalse();
        await PassAsync(1.5 * Lease, other);

        IReadOnlyList<Delivery> received = await Soon(waiting);
        received.Select(Id).ShouldBe([Id(messages[1]), Id(messages[2])]);
        received.ShouldAllBe(delivery => delivery.Deliveries == 2);
    }

    [Fact]
    public async Task A_worker_that_comes_back_too_late_is_refused_and_told()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer late = await ConsumeAsync();
        Delivery lost = await ReceiveOneAsync(late);
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        await PassAsync(2 * Lease, other);
        Delivery won = await ReceiveOneAsync(other);
        Id(won).ShouldBe(Id(lost));

        (await SettleAsync(late, Settlement.Acknowledge(lost))).ShouldBeEmpty();
        (await late.RenewAsync(new WorkerReport(), Token)).ShouldBeFalse();
        (await late.RenewAsync(new WorkerReport(), Token)).ShouldBeTrue();
        (await SettleAsync(late, Settlement.GiveBack(lost), Settlement.DeadLetter(lost, "late"))).ShouldBeEmpty();

        await AcknowledgeAsync(other, won);
        await ShouldReceiveNothingAsync(late);
        await ShouldReceiveNothingAsync(other);
    }

    [Fact]
    public async Task Who_lost_its_lease_without_knowing_takes_nothing_that_would_be_lost()
    {
        IBrokerConsumer late = await ConsumeAsync();
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2", "elsewhere"));
        await PassAsync(2 * Lease, other);
        BrokerMessage message = Samples.Message();
        Task<IReadOnlyList<Delivery>> waiting = late.ReceiveAsync(10, Token).AsTask();
        await PublishAsync(message);

        (await late.RenewAsync(new WorkerReport(), Token)).ShouldBeFalse();

        IReadOnlyList<Delivery> received = await Soon(waiting);
        received.Select(Id).ShouldBe([Id(message)]);
        await AcknowledgeAsync(late, received[0]);
    }

    [Fact]
    public async Task A_clock_that_is_set_does_not_cost_anybody_its_lease()
    {
        await PublishAsync(Samples.Message());
        IBrokerConsumer holder = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(holder);
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        await PassAsync(Lease, holder, other);

        OnlyIf(await Fixture.TrySetClockAsync(Now.AddHours(1)), "a clock that can be set");
        (await other.RenewAsync(new WorkerReport(), Token)).ShouldBeTrue();
        await PassAsync(Lease, holder, other);
        await Fixture.TrySetClockAsync(Now.AddHours(-2));
        (await other.RenewAsync(new WorkerReport(), Token)).ShouldBeTrue();
        await PassAsync(Lease, holder, other);

        await ShouldReceiveNothingAsync(other);
        await AcknowledgeAsync(holder, delivery);
    }

    [Fact]
    public async Task A_worker_that_died_before_the_clock_was_set_back_is_found_all_the_same()
    {
        await PublishAsync(Samples.Message());
        await ReceiveOneAsync(await ConsumeAsync());
        IBrokerConsumer other = await ConsumeAsync(OpenAnother(), Samples.Consumer("worker@host.2"));
        OnlyIf(await Fixture.TrySetClockAsync(Now.AddHours(-1)), "a clock that can be set");

        await PassAsync(2 * Lease, other);

        (await ReceiveOneAsync(other)).Deliveries.ShouldBe(2);
    }

    [Fact]
    public async Task Two_consumers_of_one_name_in_one_process_are_told_apart()
    {
        await PublishAsync(Samples.Messages(2));
        IBrokerConsumer one = await ConsumeAsync();
        IBrokerConsumer two = await ConsumeAsync();
        Delivery ofOne = await ReceiveOneAsync(one);
        Delivery ofTwo = await ReceiveOneAsync(two);

        (await SettleAsync(two, Settlement.Acknowledge(ofTwo))).Count.ShouldBe(1);
        await two.DisposeAsync();
        await PassAsync(2 * Lease, one);

        await AcknowledgeAsync(one, ofOne);
        (await FindQueueAsync()).Unacknowledged.ShouldBe(0);
    }

    [Fact]
    public async Task What_was_lost_twice_is_taken_one_at_a_time()
    {
        await PublishAsync(Samples.Messages(3));
        for (int death = 1; death <= 2; death++)
        {
            IBrokerConsumer dead = await ConsumeAsync(Broker, Samples.Consumer($"dead@host.{death}"));
            (await ReceiveAsync(dead, 3)).ShouldAllBe(delivery => delivery.Deliveries == death);
            IBrokerConsumer heir = await ConsumeAsync(Broker, Samples.Consumer($"heir@host.{death}"));
            await PassAsync(2 * Lease, heir);
            await heir.DisposeAsync();
        }

        BrokerMessage fresh = Samples.Message();
        await PublishAsync(fresh);
        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> first = await ReceiveAsync(consumer, 2);
        first.Select(delivery => delivery.Deliveries).ShouldBe([3, 1]);
        await ShouldReceiveNothingAsync(consumer);

        await AcknowledgeAsync(consumer, first[0]);
        Delivery second = await ReceiveOneAsync(consumer);
        second.Deliveries.ShouldBe(3);
        await SettleAsync(consumer, Settlement.GiveBack(second));
        List<Delivery> third = [.. await Soon(consumer.ReceiveAsync(10, Token))];
        third.Select(Id).ShouldBe([Id(second)]);
        third[0].Deliveries.ShouldBe(3);
    }

    [Fact]
    public async Task A_message_that_cannot_be_decoded_is_put_aside_and_spoils_no_other()
    {
        OnlyIf(Broker.Capabilities.KeepsDeadLetters, "dead letters");
        BrokerMessage[] messages = Samples.Messages(3);
        await PublishAsync(messages);
        OnlyIf(await Fixture.TrySpoilAsync(Id(messages[1])), "messages that can be spoilt");
        IBrokerConsumer consumer = await ConsumeAsync();

        List<Delivery> received = await ReceiveAsync(consumer, 2);

        received.Select(Id).ShouldBe([Id(messages[0]), Id(messages[2])]);
        await ShouldReceiveNothingAsync(consumer);
        DeadLetter letter = (await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, Paging.PageRequest.First, Token)).Items.ShouldHaveSingleItem();
        letter.Message.Headers.Id.ShouldBe(Id(messages[1]));
        letter.Reason.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task When_all_that_comes_cannot_be_decoded_the_wait_goes_on()
    {
        BrokerMessage spoilt = Samples.Message();
        await PublishAsync(spoilt);
        OnlyIf(await Fixture.TrySpoilAsync(Id(spoilt)), "messages that can be spoilt");
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(1, Token).AsTask();
        await Eventually(async () => (await FindQueueAsync()).DeadLetters == 1);
        waiting.IsCompleted.ShouldBeFalse();

        BrokerMessage good = Samples.Message();
        await PublishAsync(good);

        (await Soon(waiting)).Select(Id).ShouldBe([Id(good)]);
    }
}
