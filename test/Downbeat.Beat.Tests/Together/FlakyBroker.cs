using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Tests.Together;

/// <summary>A real broker that can be away, can fail after it has published, and refuses the messages of some tasks.</summary>
internal sealed class FlakyBroker(IBroker inner) : IBroker
{
    private readonly Random _random = new(20261123);
    private readonly Lock _lock = new();

    /// <summary>How often, of ten times, a publish fails: half of these times before, half of them after it has published.</summary>
    public int Failures { get; set; }

    /// <summary>Whether it is away altogether.</summary>
    public bool IsAway { get; set; }

    /// <summary>The task whose messages it refuses for good.</summary>
    public string? Refuses { get; set; }

    /// <summary>The task whose messages make it fail in an unknown way.</summary>
    public string? Chokes { get; set; }

    public int Attempts { get; private set; }

    public BrokerCapabilities Capabilities => inner.Capabilities;

    public IQueues Queues => inner.Queues;

    public IDeadLetters DeadLetters => inner.DeadLetters;

    public IRevocations Revocations => inner.Revocations;

    public IWorkers Workers => inner.Workers;

    public static void Use(IDownbeatBuilder builder)
    {
        builder.Services.AddSingleton<FlakyBroker>(services =>
        {
            var url = ConnectionUrl.Parse("broker", services.GetRequiredService<IOptions<DownbeatOptions>>().Value.Broker!);
            return new FlakyBroker(services.GetRequiredService<Technologies>().Find(url)!.Broker!(services, url));
        });
        builder.Services.AddSingleton<IBroker>(services => services.GetRequiredService<FlakyBroker>());
    }

    public async ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken)
    {
        int dice;
        lock (_lock)
        {
            Attempts++;
            dice = _random.Next(20);
        }

        if (IsAway || dice < Failures)
        {
            throw new UnavailableException("the broker is away");
        }

        if (messages.Any(message => message.Message.Headers.Task == Refuses))
        {
            throw new InvalidMessageException("task", Refuses!, "other tasks");
        }

        if (messages.Any(message => message.Message.Headers.Task == Chokes))
        {
            throw new IOException("something broke");
        }

        await inner.PublishAsync(messages, cancellationToken);
        if (dice < 2 * Failures)
        {
            throw new UnavailableException("the broker went away before it answered");
        }
    }

    public ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken) => inner.ConsumeAsync(options, cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);
}
