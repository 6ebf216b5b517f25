using Downbeat.Brokers;
using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>Makes the message of a retry: the same task on the same queue, once more and later.</summary>
internal static class Retries
{
    public static BrokerMessage Successor(Delivery delivery, DateTimeOffset eta)
    {
        TaskMessage message = delivery.Message;
        TaskHeaders headers = message.Headers with { Retries = message.Headers.Retries + 1, Eta = eta };
        return new BrokerMessage(delivery.Queue, message with { Headers = headers })
        {
            AvailableAt = eta,
            Priority = Math.Clamp(message.Properties.Priority ?? 0, 0, 255),
        };
    }
}
