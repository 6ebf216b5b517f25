using Downbeat.Brokers;
using Downbeat.Tasks;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>Fetches messages ahead of the slots, as many as there is room for.</summary>
internal sealed class Receiver(
    IBrokerConsumer consumer,
    TaskRegistry tasks,
    Intake intake,
    RunQueue queue,
    Executor executor,
    Room room,
    PrefetchSizer sizer,
    RevocationLoop revocations,
    MonotonicClock clock,
    TimeProvider time,
    Dice dice,
    ILogger logger)
{
    private readonly Availability _availability = new("receiving from the broker", new Backoff(dice), logger);
    private long _lastEnded;
    private long _lastAt = clock.Now;

    public async Task RunAsync(CancellationToken stopping)
    {
        Func<int> freeSlots = () => queue.FreeSlots;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                int wanted = await room.WaitAsync(sizer.Size, freeSlots, stopping).ConfigureAwait(false);
                long looks = revocations.Looks;
                IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(wanted, stopping).ConfigureAwait(false);
                _availability.Succeeded();
                await AdmitAsync(deliveries, stopping).ConfigureAwait(false);
                if (revocations.Looks != looks)
                {
                    // A revoke may have come after these were claimed and before they could be found here.
                    revocations.LookAgain();
                }
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await Task.Delay(_availability.Failed(exception), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    private async ValueTask AdmitAsync(IReadOnlyList<Delivery> deliveries, CancellationToken stopping)
    {
        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        long received = clock.Now;
        room.Take(deliveries.Count);
        var runs = new List<Run>(deliveries.Count);
        List<Run>? revoked = null;
        foreach (Delivery delivery in deliveries)
        {
            _ = tasks.TryGet(delivery.Message.Headers.Task, out TaskDefinition? definition);
            var run = new Run(delivery, definition, now + delivery.ClockOffset, received, executor);
            (delivery.IsRevoked ? revoked ??= [] : runs).Add(run);
        }

        intake.Admit(runs, now);
        Learn(received);
        if (revoked is not null)
        {
            await RefuseRevokedAsync(revoked, stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask RefuseRevokedAsync(List<Run> runs, CancellationToken stopping)
    {
        IReadOnlyDictionary<string, string> reasons = await revocations.FindReasonsAsync(runs, stopping).ConfigureAwait(false);
        foreach (Run run in runs)
        {
            intake.Refuse(run, Ending.Revoked(reasons.GetValueOrDefault(run.Headers.Id)));
        }
    }

    private void Learn(long now)
    {
        long ended = queue.Ended;
        sizer.Learn(ended - _lastEnded, TimeSpan.FromTicks(now - _lastAt));
        _lastEnded = ended;
        _lastAt = now;
    }
}
