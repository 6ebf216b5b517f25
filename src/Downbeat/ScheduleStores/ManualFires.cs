using Downbeat.Brokers;
using Downbeat.Sending;

namespace Downbeat.ScheduleStores;

/// <summary>Fires periodic tasks by hand: the fire is written first, so that it is neither lost nor sent twice should this process die.</summary>
public sealed class ManualFires
{
    private static readonly TimeSpan Lease = TimeSpan.FromSeconds(30);
    private readonly IScheduleStore _store;
    private readonly IBroker _broker;
    private readonly FireMessages _messages;
    private readonly ResultReader _reader;
    private readonly TimeProvider _time;

    internal ManualFires(IScheduleStore store, IBroker broker, FireMessages messages, ResultReader reader, TimeProvider time)
    {
        _store = store;
        _broker = broker;
        _messages = messages;
        _reader = reader;
        _time = time;
    }

    /// <summary>Sends a periodic task's message now, with all its options. Its schedule goes on as if nothing had happened.</summary>
    /// <param name="row">The periodic task; with other arguments than it has in the store, they are sent this once.</param>
    /// <param name="cancellationToken">Cancels it before it is written.</param>
    /// <returns>The task that was sent, or that waits in the outbox while the broker is away.</returns>
    /// <exception cref="InvalidValueException">A field of the row cannot be used, or it has expired.</exception>
    public async Task<AsyncResult> FireAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Instants.Round(_time.GetUtcNow());
        PeriodicTaskCodec.ReadTerms(row);
        if (row.Expires <= now)
        {
            throw new InvalidValueException("expires", row.Expires, "a time to come, or none: no worker would run a message that has expired");
        }

        string taskId = FireIds.Manual(now).ToString();
        BrokerMessage message = _messages.Create(row, taskId, now, FireKind.Manual, now);
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
            GiveUpAt = _messages.IgnoresResult(row) ? null : _messages.GiveUpAt(row, now),
        };
        FireClaim claim = await _store.Fires.AddAsync(fire, Lease, cancellationToken).ConfigureAwait(false);
        await SendAsync(claim, message, cancellationToken).ConfigureAwait(false);
        return new AsyncResult(taskId, _reader);
    }

    // Once it is written it will be sent: while the broker is away it waits in the outbox like any other fire, and a beat sends it.
    private async Task SendAsync(FireClaim claim, BrokerMessage message, CancellationToken cancellationToken)
    {
        FireSettlement settlement;
        try
        {
            await _broker.PublishAsync([message], cancellationToken).ConfigureAwait(false);
            settlement = new FireSettlement(claim.Fires[0].Key, FireOutcome.Published);
        }
        catch (UnavailableException exception)
        {
            settlement = new FireSettlement(claim.Fires[0].Key, FireOutcome.Pending, exception.Message);
        }

        catch (DownbeatException refusal) when (!refusal.IsTransient)
        {
            // The broker will never take it. Whoever asked is told, and nothing stays behind that would be tried again.
            var failed = new FireSettlement(claim.Fires[0].Key, FireOutcome.Failed, $"the broker did not take it: {refusal.Message}");
            await _store.Fires.SettleAsync(claim, [failed], CancellationToken.None).ConfigureAwait(false);
            throw;
        }

        // Not cancelled: what was published is settled.
        await _store.Fires.SettleAsync(claim, [settlement], CancellationToken.None).ConfigureAwait(false);
    }
}
