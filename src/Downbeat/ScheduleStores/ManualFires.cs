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
            GiveUpAt = messages.GiveUpAt(row, now),
        };
        FireClaim claim = await store.Fires.AddAsync(fire, Lease, cancellationToken).ConfigureAwait(false);
        await broker.PublishAsync([message], cancellationToken).ConfigureAwait(false);
        await store.Fires.SettleAsync(claim, [new FireSettlement(claim.Fires[0].Key, FireOutcome.Published)], cancellationToken).ConfigureAwait(false);
        return new AsyncResult(taskId, reader);
    }
}
