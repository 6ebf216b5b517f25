namespace Downbeat.Brokers;

/// <summary>Carries task messages from senders to workers. Implementations are safe for concurrent use.</summary>
public interface IBroker
{
    /// <summary>What it can do.</summary>
    BrokerCapabilities Capabilities { get; }

    /// <summary>Its queues.</summary>
    IQueues Queues { get; }

    /// <summary>Messages that could not be handled.</summary>
    IDeadLetters DeadLetters { get; }

    /// <summary>Tasks that shall not run, or not run on.</summary>
    Control.IRevocations Revocations { get; }

    /// <summary>The workers that consume from it.</summary>
    IWorkers Workers { get; }

    /// <summary>Publishes messages; when it returns they are as durable as the broker makes them. All or none.</summary>
    /// <param name="messages">The messages, in order.</param>
    /// <param name="cancellationToken">Cancels the publish; what was published stays.</param>
    ValueTask PublishAsync(IReadOnlyList<BrokerMessage> messages, CancellationToken cancellationToken);

    /// <summary>Starts to consume.</summary>
    /// <param name="options">Who consumes, and what.</param>
    /// <param name="cancellationToken">Cancels the start.</param>
    ValueTask<IBrokerConsumer> ConsumeAsync(ConsumerOptions options, CancellationToken cancellationToken);

    /// <summary>Fails when the broker cannot be used right now.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}
