using Downbeat.Brokers;
using Downbeat.Paging;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>Messages that could not be handled: kept with the reason, listed, put back, deleted.</summary>
[SuiteOf(typeof(IDeadLetters))]
public abstract class DeadLettersCompliance : BrokerTest
{
    [Fact]
    public async Task A_dead_letter_says_what_it_was_and_why_and_when_it_died()
    {
        BrokerMessage message = Samples.Message();
        await PublishAsync(message);
        IBrokerConsumer consumer = await ConsumeAsync();
        Delivery delivery = await ReceiveOneAsync(consumer);
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(3));

        (await SettleAsync(consumer, Settlement.DeadLetter(delivery, "unknown task 🦊\0"))).Count.ShouldBe(1);

        DeadLetter letter = (await ListAsync(DeadLetterSelection.All)).ShouldHaveSingleItem();
        letter.Queue.ShouldBe(Samples.Queue);
        letter.Reason.ShouldBe("unknown task 🦊\0");
        letter.DeadAt.ShouldBe(Now);
        letter.Deliveries.ShouldBe(1);
        letter.Message.Headers.Id.ShouldBe(Id(message));
        letter.Message.Headers.Task.ShouldBe("tasks.add");
        letter.Message.Body.ToArray().ShouldBe(message.Message.Body.ToArray());
        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 0, 0, 0, 1, null));
    }

    [Fact]
    public async Task They_are_listed_newest_first_page_by_page()
    {
        string[] ids = await BuryAsync(7);

        var seen = new List<string>();
        string? after = null;
        do
        {
            Page<DeadLetter> page = await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, new PageRequest { Take = 3, After = after }, Token);
            page.Items.Count.ShouldBeLessThanOrEqualTo(3);
            seen.AddRange(page.Items.Select(letter => letter.Message.Headers.Id));
            after = page.Next;
            await BuryAsync(1);
        }
        while (after is not null);

        seen.ShouldBe(ids.Reverse());
    }

    [Fact]
    public async Task A_page_that_is_just_full_is_the_last()
    {
        await BuryAsync(3);

        (await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, new PageRequest { Take = 3 }, Token)).Next.ShouldBeNull();
        (await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, new PageRequest { Take = 2 }, Token)).Next.ShouldNotBeNull();
        await Should.ThrowAsync<InvalidValueException>(async () =>
            await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, new PageRequest { After = "x" }, Token));
    }

    [Fact]
    public async Task They_are_chosen_by_task_id_by_queue_and_by_task()
    {
        string[] a = await BuryAsync(2, "a", "tasks.a");
        string[] b = await BuryAsync(2, "b", "tasks.b");

        (await IdsAsync(new DeadLetterSelection { TaskIds = [a[0], b[1], "nobody"] })).ShouldBe([b[1], a[0]]);
        (await IdsAsync(new DeadLetterSelection { TaskIds = [] })).ShouldBeEmpty();
        (await IdsAsync(new DeadLetterSelection { Queue = "a" })).ShouldBe(a.Reverse());
        (await IdsAsync(new DeadLetterSelection { Task = "tasks.b" })).ShouldBe(b.Reverse());
        (await IdsAsync(new DeadLetterSelection { Task = "tasks.b", Queue = "a" })).ShouldBeEmpty();
        (await IdsAsync(new DeadLetterSelection { TaskIds = [.. Enumerable.Range(0, 40_000).Select(n => $"id{n}"), a[0]] })).ShouldBe([a[0]]);
    }

    [Fact]
    public async Task Requeued_they_are_delivered_as_if_for_the_first_time()
    {
        string[] ids = await BuryAsync(3);

        (await Broker.DeadLetters.RequeueAsync(new DeadLetterSelection { TaskIds = [ids[0], ids[2]] }, Token)).ShouldBe(2);

        IBrokerConsumer consumer = await ConsumeAsync();
        List<Delivery> received = await ReceiveAsync(consumer, 2);
        received.Select(Id).ShouldBe([ids[0], ids[2]]);
        received.ShouldAllBe(delivery => delivery.Deliveries == 1);
        (await IdsAsync(DeadLetterSelection.All)).ShouldBe([ids[1]]);
        await ShouldReceiveNothingAsync(consumer);
    }

    [Fact]
    public async Task Requeued_they_keep_their_priority()
    {
        OnlyIf(Broker.Capabilities.Priorities > 5, "priorities");
        BrokerMessage urgent = Samples.Message(priority: 5);
        await PublishAsync(urgent);
        IBrokerConsumer consumer = await ConsumeAsync();
        await SettleAsync(consumer, Settlement.DeadLetter(await ReceiveOneAsync(consumer), "no"));
        await PublishAsync(Samples.Message(priority: 4));

        await Broker.DeadLetters.RequeueAsync(DeadLetterSelection.All, Token);

        Id(await ReceiveOneAsync(consumer)).ShouldBe(Id(urgent));
    }

    [Fact]
    public async Task Requeuing_wakes_who_waits()
    {
        string[] ids = await BuryAsync(1);
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();

        await Broker.DeadLetters.RequeueAsync(DeadLetterSelection.All, Token);

        (await Soon(waiting)).Select(Id).ShouldBe(ids);
    }

    [Fact]
    public async Task Purged_they_are_gone()
    {
        string[] ids = await BuryAsync(3);

        (await Broker.DeadLetters.PurgeAsync(new DeadLetterSelection { TaskIds = [ids[1]] }, Token)).ShouldBe(1);
        (await IdsAsync(DeadLetterSelection.All)).ShouldBe([ids[2], ids[0]]);
        (await Broker.DeadLetters.PurgeAsync(DeadLetterSelection.All, Token)).ShouldBe(2);

        (await IdsAsync(DeadLetterSelection.All)).ShouldBeEmpty();
        (await Broker.DeadLetters.PurgeAsync(DeadLetterSelection.All, Token)).ShouldBe(0);
        await ShouldReceiveNothingAsync(await ConsumeAsync());
    }

    [Fact]
    public async Task Many_of_them_are_handled_whole()
    {
        string[] ids = await BuryAsync(1_100);

        (await Broker.DeadLetters.RequeueAsync(DeadLetterSelection.All, Token)).ShouldBe(1_100);
        (await ReceiveAsync(await ConsumeAsync(), 1_100)).Select(Id).ShouldBe(ids);
    }

    private async Task<string[]> BuryAsync(int count, string queue = "bury", string task = "tasks.add")
    {
        string target = queue == "bury" ? Samples.Queue : queue;
        BrokerMessage[] messages = [.. Enumerable.Range(0, count).Select(_ => new BrokerMessage(target, Samples.Task(name: task)))];
        await PublishAsync(messages);
        IBrokerConsumer consumer = await ConsumeAsync(target);
        List<Delivery> deliveries = await ReceiveAsync(consumer, count);
        await SettleAsync(consumer, [.. deliveries.Select(delivery => Settlement.DeadLetter(delivery, "no"))]);
        await consumer.DisposeAsync();
        return [.. messages.Select(Id)];
    }

    private async Task<IReadOnlyList<DeadLetter>> ListAsync(DeadLetterSelection selection)
    {
        return (await Broker.DeadLetters.ListAsync(selection, PageRequest.First, Token)).Items;
    }

    private async Task<string[]> IdsAsync(DeadLetterSelection selection)
    {
        return [.. (await ListAsync(selection)).Select(letter => letter.Message.Headers.Id)];
    }
}
