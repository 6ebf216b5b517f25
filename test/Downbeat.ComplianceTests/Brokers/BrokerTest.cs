using Downbeat.Brokers;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.Brokers;

/// <summary>Words that the suites of brokers share.</summary>
public abstract class BrokerTest : ComplianceTest
{
    private readonly List<IBrokerConsumer> _consumers = [];

    protected IBroker Broker { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Broker = Get<IBroker>();
    }

    public override async ValueTask DisposeAsync()
    {
        foreach (IBrokerConsumer consumer in _consumers)
        {
            await consumer.DisposeAsync();
        }

        await base.DisposeAsync();
    }

    /// <summary>The broker as another process opens it.</summary>
    protected IBroker OpenAnother() => Fixture.Open().GetRequiredService<IBroker>();

    protected Task PublishAsync(params BrokerMessage[] messages) => Broker.PublishAsync(messages, Token).AsTask();

    protected Task<IBrokerConsumer> ConsumeAsync(params string[] queues) => ConsumeAsync(Broker, Samples.Consumer(queues: queues));

    protected async Task<IBrokerConsumer> ConsumeAsync(IBroker broker, ConsumerOptions options)
    {
        IBrokerConsumer consumer = await broker.ConsumeAsync(options, Token);
        _consumers.Add(consumer);
        return consumer;
    }

    /// <summary>Receives until so many have come.</summary>
    protected static async Task<List<Delivery>> ReceiveAsync(IBrokerConsumer consumer, int count)
    {
        var received = new List<Delivery>();
        while (received.Count < count)
        {
            received.AddRange(await Soon(consumer.ReceiveAsync(count - received.Count, Token)));
        }

        return received;
    }

    protected static async Task<Delivery> ReceiveOneAsync(IBrokerConsumer consumer) => (await ReceiveAsync(consumer, 1))[0];

    /// <summary>Finds out that nothing can be received: a message published now, last in line, is the first to come.</summary>
    protected async Task ShouldReceiveNothingAsync(IBrokerConsumer consumer, string queue = Samples.Queue)
    {
        BrokerMessage decoy = Samples.Message(queue: queue);
        await PublishAsync(decoy);
        IReadOnlyList<Delivery> received = await Soon(consumer.ReceiveAsync(100, Token));
        received.Select(Id).ShouldBe([Id(decoy)]);
        await AcknowledgeAsync(consumer, received[0]);
    }

    protected static async Task AcknowledgeAsync(IBrokerConsumer consumer, params Delivery[] deliveries)
    {
        (await SettleAsync(consumer, [.. deliveries.Select(Settlement.Acknowledge)])).Count.ShouldBe(deliveries.Length);
    }

    protected static async Task<IReadOnlyList<Settlement>> SettleAsync(IBrokerConsumer consumer, params Settlement[] settlements)
    {
        return await Soon(consumer.SettleAsync(settlements, enlisted: null, Token));
    }

    /// <summary>Lets time pass while a consumer lives on.</summary>
    protected async Task PassAsync(TimeSpan time, params IBrokerConsumer[] living)
    {
        var step = TimeSpan.FromSeconds(10);
        for (TimeSpan passed = TimeSpan.Zero; passed < time; passed += step)
        {
            await Fixture.AdvanceAsync(step);
            foreach (IBrokerConsumer consumer in living)
            {
                (await consumer.RenewAsync(new WorkerReport(), Token)).ShouldBeTrue();
            }
        }
    }

    protected async Task<QueueInfo> FindQueueAsync(string queue = Samples.Queue)
    {
        return (await Broker.Queues.ListAsync(Token)).SingleOrDefault(info => info.Name == queue) ?? new QueueInfo(queue, 0, 0, 0, 0, null);
    }

    protected static string Id(Delivery delivery) => delivery.Message.Headers.Id;

    protected static string Id(BrokerMessage message) => message.Message.Headers.Id;
}
