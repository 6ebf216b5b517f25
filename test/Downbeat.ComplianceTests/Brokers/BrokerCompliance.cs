using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Protocol;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>What every broker does with messages until they are in a worker's hands.</summary>
[SuiteOf(typeof(IBroker))]
public abstract class BrokerCompliance : BrokerTest
{
    [Fact]
    public void It_says_what_it_can_do()
    {
        BrokerCapabilities capabilities = Broker.Capabilities;

        capabilities.Technology.ShouldNotBeNullOrWhiteSpace();
        capabilities.Priorities.ShouldBeInRange(1, 256);
        (Broker is ITransactionalBroker).ShouldBe(capabilities.Database is not null);
    }

    [Fact]
    public async Task It_can_be_used()
    {
        await Broker.CheckAsync(Token);
    }

    [Fact]
    public async Task A_message_arrives_as_it_was_sent()
    {
        string id = Samples.NewId();
        var message = new TaskMessage
        {
            Headers = new TaskHeaders
            {
                Task = "reports.build",
                Id = id,
                RootId = "root",
                ParentId = "parent",
                Group = "group",
                GroupIndex = 3,
                Retries = 2,
                Eta = Now.AddMinutes(-1),
                Expires = Now.AddHours(1),
                TimeLimits = new TimeLimits(60, 50.5),
                ArgsRepr = "(2026,)",
                KwargsRepr = "{'a': 'b'}",
                Origin = "gen1@host",
                IgnoreResult = true,
                Extra = new Dictionary<string, JsonElement> { ["own"] = Samples.Json("""{"deep": [1, 2.5, null, "ü"]}""") },
            },
            Properties = new MessageProperties { CorrelationId = id, ReplyTo = "replies", Priority = 7 },
            Body = """[[2026], {"a": "b"}, {}]"""u8.ToArray(),
            ContentType = "application/json",
            ContentEncoding = "utf-8",
        };
        await PublishAsync(new BrokerMessage(Samples.Queue, message) { Priority = 7 });

        Delivery delivery = await ReceiveOneAsync(await ConsumeAsync());

        delivery.Queue.ShouldBe(Samples.Queue);
        delivery.Deliveries.ShouldBe(1);
        delivery.IsRevoked.ShouldBeFalse();
        delivery.Message.Body.ToArray().ShouldBe(message.Body.ToArray());
        delivery.Message.ContentType.ShouldBe(message.ContentType);
        delivery.Message.ContentEncoding.ShouldBe(message.ContentEncoding);
        delivery.Message.Properties.CorrelationId.ShouldBe(id);
        delivery.Message.Properties.ReplyTo.ShouldBe("replies");
        delivery.Message.Properties.Priority.ShouldBe(7);
        Text(delivery.Message.Headers).ShouldBe(Text(message.Headers));
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_message()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();
        waiting.IsCompleted.ShouldBeFalse();

        BrokerMessage message = Samples.Message();
        await PublishAsync(message);

        (await Soon(waiting)).Select(Id).ShouldBe([Id(message)]);
    }

    [Fact]
    public async Task Who_waits_is_woken_by_a_message_of_another_process()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();

        BrokerMessage message = Samples.Message();
        await OpenAnother().PublishAsync([message], Token);

        (await Soon(waiting)).Select(Id).ShouldBe([Id(message)]);
    }

    [Fact]
    public async Task Messages_come_by_age_in_the_order_they_were_sent()
    {
        BrokerMessage[] messages = Samples.Messages(25);
        await PublishAsync(messages[..10]);
        await PublishAsync(messages[10..]);
        IBrokerConsumer consumer = await ConsumeAsync();

        IReadOnlyList<Delivery> first = await Soon(consumer.ReceiveAsync(20, Token));
        IReadOnlyList<Delivery> rest = await Soon(consumer.ReceiveAsync(20, Token));

        first.Concat(rest).Select(Id).ShouldBe(messages.Select(Id));
        first.Count.ShouldBe(20);
    }

    [Fact]
    public async Task Messages_come_by_priority_then_by_age()
    {
        OnlyIf(Broker.Capabilities.Priorities == 256, "256 priorities");
        int[] priorities = [0, 9, 255, 3, 9, 255, 0, 254];
        BrokerMessage[] messages = [.. priorities.Select(priority => Samples.Message(priority: priority))];
        await PublishAsync(messages);

        List<Delivery> received = await ReceiveAsync(await ConsumeAsync(), messages.Length);

        received.Select(Id).ShouldBe(messages.OrderByDescending(message => message.Priority).Select(Id));
    }

    [Fact]
    public async Task A_consumer_of_several_queues_gets_the_most_urgent_whichever_queue_it_stands_in()
    {
        OnlyIf(Broker.Capabilities.Priorities > 2, "priorities");
        BrokerMessage[] messages =
        [
            Samples.Message(queue: "a"), Samples.Message(queue: "b"), Samples.Message(queue: "b", priority: 2),
            Samples.Message(queue: "a", priority: 1), Samples.Message(queue: "other", priority: 2), Samples.Message(queue: "a"),
        ];
        await PublishAsync(messages);
        IBrokerConsumer consumer = await ConsumeAsync("a", "b", "empty");

        List<Delivery> received = await ReceiveAsync(consumer, 5);

        received.Select(Id).ShouldBe(new[] { 2, 3, 0, 1, 5 }.Select(index => Id(messages[index])));
        received.Select(delivery => delivery.Queue).ShouldBe(["b", "a", "a", "b", "a"]);
        await ShouldReceiveNothingAsync(consumer, "a");
    }

    [Fact]
    public async Task No_more_are_taken_than_were_asked_for()
    {
        await PublishAsync(Samples.Messages(5));
        IBrokerConsumer consumer = await ConsumeAsync();

        (await Soon(consumer.ReceiveAsync(2, Token))).Count.ShouldBe(2);

        (await FindQueueAsync()).Ready.ShouldBe(3);
        await Should.ThrowAsync<InvalidValueException>(async () => await consumer.ReceiveAsync(0, Token));
    }

    [Fact]
    public async Task A_message_is_held_until_its_eta()
    {
        OnlyIf(Broker.Capabilities.HoldsUntilEta, "eta");
        BrokerMessage later = Samples.Message(at: Now.AddSeconds(90));
        BrokerMessage soon = Samples.Message(at: Now.AddSeconds(5));
        await PublishAsync(later, soon);
        IBrokerConsumer consumer = await ConsumeAsync();
        await ShouldReceiveNothingAsync(consumer);
        (await FindQueueAsync()).Delayed.ShouldBe(2);

        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(5));
        Id(await ReceiveOneAsync(consumer)).ShouldBe(Id(soon));
        await ShouldReceiveNothingAsync(consumer);

        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(85));
        (await Soon(waiting)).Select(Id).ShouldBe([Id(later)]);
    }

    [Fact]
    public async Task An_eta_that_has_passed_delays_nothing()
    {
        BrokerMessage message = Samples.Message(at: Now.AddSeconds(-1));
        await PublishAsync(message);

        Id(await ReceiveOneAsync(await ConsumeAsync())).ShouldBe(Id(message));
    }

    [Fact]
    public async Task A_delayed_message_of_a_queue_that_nobody_consumes_keeps_nobody_busy()
    {
        OnlyIf(Broker.Capabilities.HoldsUntilEta, "eta");
        await PublishAsync(Samples.Message(queue: "unattended", at: Now.AddSeconds(5)));
        IBrokerConsumer consumer = await ConsumeAsync();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, Token).AsTask();
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(10));
        await Fixture.AdvanceAsync(TimeSpan.FromSeconds(10));
        waiting.IsCompleted.ShouldBeFalse();

        BrokerMessage message = Samples.Message();
        await PublishAsync(message);

        (await Soon(waiting)).Select(Id).ShouldBe([Id(message)]);
        (await FindQueueAsync("unattended")).Ready.ShouldBe(1);
    }

    [Fact]
    public async Task A_message_published_once_is_enqueued_once_however_often_it_is_published()
    {
        OnlyIf(Broker.Capabilities.PublishesOnce, "publishing once");
        string id = Samples.NewId();
        await PublishAsync(Samples.Message(id, once: true));
        await PublishAsync(Samples.Message(id, once: true), Samples.Message(id, once: true));
        await OpenAnother().PublishAsync([Samples.Message(id, once: true)], Token);
        IBrokerConsumer consumer = await ConsumeAsync();
        await AcknowledgeAsync(consumer, await ReceiveOneAsync(consumer));
        await PublishAsync(Samples.Message(id, once: true));

        await ShouldReceiveNothingAsync(consumer);
    }

    [Fact]
    public async Task A_message_that_is_not_marked_so_is_published_as_often_as_one_likes()
    {
        string id = Samples.NewId();
        await PublishAsync(Samples.Message(id), Samples.Message(id));

        (await ReceiveAsync(await ConsumeAsync(), 2)).Select(Id).ShouldBe([id, id]);
    }

    [Fact]
    public async Task Publishing_nothing_is_no_error()
    {
        await PublishAsync();

        (await FindQueueAsync()).Ready.ShouldBe(0);
    }

    [Fact]
    public async Task A_body_of_five_megabytes_arrives_whole()
    {
        byte[] body = new byte[5 * 1024 * 1024];
        new Random(1).NextBytes(body);
        await PublishAsync(new BrokerMessage(Samples.Queue, Samples.Task() with { Body = body, ContentEncoding = "binary" }));

        Delivery delivery = await ReceiveOneAsync(await ConsumeAsync());

        delivery.Message.Body.Span.SequenceEqual(body).ShouldBeTrue();
    }

    [Fact]
    public async Task An_empty_body_and_empty_texts_arrive_empty()
    {
        await PublishAsync(new BrokerMessage(Samples.Queue, Samples.Task() with { Body = default, ContentType = "", ContentEncoding = "" }));

        Delivery delivery = await ReceiveOneAsync(await ConsumeAsync());

        delivery.Message.Body.Length.ShouldBe(0);
        delivery.Message.ContentType.ShouldBe("");
        delivery.Message.ContentEncoding.ShouldBe("");
    }

    [Fact]
    public async Task Odd_names_arrive_as_they_are()
    {
        string[] ids = [.. Samples.OddNames, "with\0nul", "line\nfeed"];
        foreach (string name in Samples.OddNames)
        {
            await PublishAsync([.. ids.Select(id => new BrokerMessage(name, Samples.Task($"{name}{id}", name)))]);
        }

        IBrokerConsumer consumer = await ConsumeAsync(Samples.OddNames);
        List<Delivery> received = await ReceiveAsync(consumer, Samples.OddNames.Length * ids.Length);

        foreach (string name in Samples.OddNames)
        {
            received.Where(delivery => delivery.Queue == name).Select(Id).ShouldBe(ids.Select(id => name + id));
            received.Where(delivery => delivery.Queue == name).ShouldAllBe(delivery => delivery.Message.Headers.Task == name);
        }
    }

    [Fact]
    public async Task Arguments_with_a_NUL_arrive_whole()
    {
        byte[] body = Encoding.UTF8.GetBytes("""[["a\u0000b", "🦊"], {}, {}]""");
        byte[] raw = [.. body, 0, 1, 2, 0];
        await PublishAsync(
            new BrokerMessage(Samples.Queue, Samples.Task() with { Body = body }),
            new BrokerMessage(Samples.Queue, Samples.Task() with { Body = raw }));

        List<Delivery> received = await ReceiveAsync(await ConsumeAsync(), 2);

        received[0].Message.Body.ToArray().ShouldBe(body);
        received[1].Message.Body.ToArray().ShouldBe(raw);
    }

    [Fact]
    public async Task The_sender_may_use_its_buffer_again()
    {
        byte[] buffer = "[[1], {}, {}]"u8.ToArray();
        await PublishAsync(new BrokerMessage(Samples.Queue, Samples.Task() with { Body = buffer }));
        Array.Clear(buffer);

        (await ReceiveOneAsync(await ConsumeAsync())).Message.Body.ToArray().ShouldBe("[[1], {}, {}]"u8.ToArray());
    }

    [Fact]
    public async Task A_cancelled_wait_takes_nothing()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        using var cancellation = new CancellationTokenSource();
        Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, cancellation.Token).AsTask();
        await cancellation.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => Soon(waiting));

        BrokerMessage message = Samples.Message();
        await PublishAsync(message);

        (await FindQueueAsync()).Unacknowledged.ShouldBe(0);
        Id(await ReceiveOneAsync(consumer)).ShouldBe(Id(message));
    }

    [Fact]
    public async Task Whatever_moment_a_wait_is_cancelled_at_no_message_is_lost()
    {
        IBrokerConsumer consumer = await ConsumeAsync();
        var received = new List<Delivery>();
        BrokerMessage[] messages = Samples.Messages(40);
        foreach (BrokerMessage message in messages)
        {
            using var cancellation = new CancellationTokenSource();
            Task<IReadOnlyList<Delivery>> waiting = consumer.ReceiveAsync(10, cancellation.Token).AsTask();
            await Task.WhenAll(PublishAsync(message), Task.Run(cancellation.Cancel, Token));
            try
            {
                received.AddRange(await Soon(waiting));
            }
            catch (OperationCanceledException)
            {
                // Then it took nothing.
            }
        }

        received.AddRange(await ReceiveAsync(consumer, messages.Length - received.Count));
        received.Select(Id).ShouldBe(messages.Select(Id));
    }

    [Fact]
    public async Task A_publish_that_was_cancelled_before_it_began_publishes_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await Broker.PublishAsync([Samples.Message()], cancelled.Token));

        (await FindQueueAsync()).Ready.ShouldBe(0);
    }

    [Fact]
    public async Task Among_many_senders_and_workers_nothing_is_lost_or_doubled()
    {
        const int Senders = 4;
        const int Each = 100;
        IBroker another = OpenAnother();
        IBrokerConsumer[] consumers = await Task.WhenAll(Enumerable.Range(0, 4).Select(n =>
            ConsumeAsync(n % 2 == 0 ? Broker : another, Samples.Consumer($"worker@host.{n}"))));
        var seen = new ConcurrentBag<string>();
        using var done = CancellationTokenSource.CreateLinkedTokenSource(Token);
        Task[] workers = [.. consumers.Select(consumer => Task.Run(() => WorkAsync(consumer), Token))];

        string[][] sent = await Soon(Task.WhenAll(Enumerable.Range(0, Senders).Select(n => Task.Run(() => SendAsync(n % 2 == 0 ? another : Broker), Token))));
        await Eventually(() => new(seen.Count >= Senders * Each));
        await done.CancelAsync();
        await Soon(Task.WhenAll(workers));

        seen.Order(StringComparer.Ordinal).ShouldBe(sent.SelectMany(ids => ids).Order(StringComparer.Ordinal));
        (await FindQueueAsync()).ShouldBe(new QueueInfo(Samples.Queue, 0, 0, 0, 0, null));

        async Task<string[]> SendAsync(IBroker broker)
        {
            BrokerMessage[] messages = Samples.Messages(Each);
            foreach (BrokerMessage[] some in messages.Chunk(7))
            {
                await broker.PublishAsync(some, Token);
            }

            return [.. messages.Select(Id)];
        }

        async Task WorkAsync(IBrokerConsumer consumer)
        {
            try
            {
                while (true)
                {
                    IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(5, done.Token);
                    await consumer.SettleAsync([.. deliveries.Select(Settlement.Acknowledge)], null, CancellationToken.None);
                    foreach (Delivery delivery in deliveries)
                    {
                        seen.Add(Id(delivery));
                    }
                }
            }
            catch (OperationCanceledException)
            {
                // Everything has come.
            }
        }
    }

    private static string Text(TaskHeaders headers)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        TaskHeadersJson.Write(output, headers);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
