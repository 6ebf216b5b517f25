using System.Collections.Concurrent;
using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Tests.Support;

/// <summary>The real broker, with a test's fingers in it.</summary>
internal sealed class HookedBroker(IBroker inner) : IBroker
{
    public BrokerCapabilities Capabilities { get; set; } = inner.Capabilities;

    public IQueues Queues => inner.Queues;

    public IDeadLetters DeadLetters => inner.DeadLetters;

    public IRevocations Revocations => new HookedRevocations(this, inner.Revocations);

    public IWorkers Workers => inner.Workers;

    /// <summary>Called with the name of each call before it is made; may throw or wait.</summary>
    public Func<string, Task> Before { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<string> Calls { get; } = new();

    public ConcurrentQueue<int> SettledTogether { get; } = new();

    public int MostReceived { get; set; }

    public static void Use(IServiceCollection services)
    {
        services.AddSingleton<IBroker>(provider => new HookedBroker(Open(provider)));
    }

    public async ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        await EnterAsync("publish");
        await inner.PublishAsync(messages, cancellationToken);
    }

    public async ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken)
    {
        await EnterAsync("consume");
        return new Consumer(this, await inner.ConsumeAsync(options, cancellationToken));
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    private Task EnterAsync(string call)
    {
        Calls.Enqueue(call);
        return Before(call);
    }

    private static IBroker Open(IServiceProvider services)
    {
        ConnectionUrl url = ConnectionUrl.Parse("broker", services.GetRequiredService<IOptions<DownbeatOptions>>().Value.Broker!);
        return services.GetRequiredService<Technologies>().Get("broker", url, technology => technology.Broker)(services, url);
    }

    private sealed class HookedRevocations(HookedBroker broker, IRevocations inner) : IRevocations
    {
        public ValueTask RevokeAsync(IReadOnlyList<Revocation> revocations, CancellationToken cancellationToken)
        {
            return inner.RevokeAsync(revocations, cancellationToken);
        }

        public async ValueTask<IReadOnlyList<Revocation>> FindAsync(IReadOnlyList<string> taskIds, CancellationToken cancellationToken)
        {
            await broker.EnterAsync("find revokes");
            return await inner.FindAsync(taskIds, cancellationToken);
        }

        public async ValueTask<long> WaitAsync(long version, CancellationToken cancellationToken)
        {
            await broker.EnterAsync("wait for revokes");
            return await inner.WaitAsync(version, cancellationToken);
        }
    }

    private sealed class Consumer(HookedBroker broker, IBrokerConsumer inner) : IBrokerConsumer
    {
        public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, CancellationToken cancellationToken)
        {
            await broker.EnterAsync("receive");
            IReadOnlyList<Delivery> deliveries = await inner.ReceiveAsync(max, cancellationToken);
            broker.MostReceived = Math.Max(broker.MostReceived, deliveries.Count);
            await broker.EnterAsync("received");
            return deliveries;
        }

        public async ValueTask<IReadOnlyList<Settlement>> SettleAsync(
            IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken)
        {
            await broker.EnterAsync("settle");
            broker.SettledTogether.Enqueue(settlements.Count);
            return await inner.SettleAsync(settlements, enlisted, cancellationToken);
        }

        public async ValueTask<bool> RenewAsync(WorkerReport report, CancellationToken cancellationToken)
        {
            await broker.EnterAsync("renew");
            return await inner.RenewAsync(report, cancellationToken);
        }

        public async ValueTask DisposeAsync()
        {
            await broker.EnterAsync("dispose");
            await inner.DisposeAsync();
        }
    }
}
