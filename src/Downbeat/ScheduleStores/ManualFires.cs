using Downbeat.Brokers;
using Downbeat.Sending;

namespace Downbeat.ScheduleStores;

/// <summary>Fires periodic tasks by hand: the fire is written first, so that it is neither lost nor sent twice should this process die.</summary>
internal sealed class ManualFires(IScheduleStore store, IBroker broker, FireMessages messages, ResultReader reader, TimeProvider time)
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);

    public async Task<AsyncResult> FireAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        PeriodicTaskCodec.ReadTerms(row);
        if (row.Expires <= now)
        {
            throw new InvalidValueException("expires", row.Expires, "a time to come, or none: no worker would run a message that has expired");
        }

        string taskId = FireIds.Manual(now).ToString();
        BrokerMessage message = messages.Create(row, taskId, now, FireKind.Manual, now);
        var fire = new Fire
        {
            TaskId = taskId,
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = FireKind.Manual,
            Nominal = now,
            Due = now,
            FiredAt = now,
            Message = message,
            GiveUpAt = messages.IgnoresResult(row) ? null : messages.GiveUpAt(row, now),
        };
        FireClaim claim = await store.Fires.AddAsync(fire, Lease, cancellationToken).ConfigureAwait(false);
        await SendAsync(claim, message, cancellationToken).ConfigureAwait(false);
        return new AsyncResult(taskId, reader);
    }

    // Once it is written it will be sent: while the broker is away it waits in the outbox like any other fire, and a beat sends it.
    private async Task SendAsync(FireClaim claim, BrokerMessage message, CancellationToken cancellationToken)
    {
        FireSettlement settlement;
        try
        {
            await broker.PublishAsync([message], cancellationToken).ConfigureAwait(false);
            settlement = new FireSettlement(claim.Fires[0].Key, FireOutcome.Published);
        }
        catch (UnavailableException exception)
        {
            settlement = new FireSettlement(claim.Fires[0].Key, FireOutcome.Pending, exception.Message);
        }

        await store.Fires.SettleAsync(claim, [settlement], cancellationToken).ConfigureAwait(false);
    }
}
