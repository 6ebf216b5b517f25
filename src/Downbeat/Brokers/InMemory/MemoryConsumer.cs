using Downbeat.Hosting.InMemory;

namespace Downbeat.Brokers.InMemory;

/// <summary>A worker's hold on the messages of a memory.</summary>
internal sealed class MemoryConsumer : IBrokerConsumer
{
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);
    private readonly MemoryDatabase _database;
    private readonly ConsumerOptions _options;
    private readonly HashSet<MemoryDelivery> _suspects = [];
    private MemoryWorkerRow _self;
    private bool _isDisposed;

    public MemoryConsumer(MemoryDatabase database, ConsumerOptions options)
    {
        _database = database;
        _options = options;
        _self = database.Read(() => database.WorkerRows.Add(options, new WorkerReport()));
    }

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, CancellationToken cancellationToken)
    {
        if (max < 1)
        {
            throw new InvalidValueException("max", max, "1 or more");
        }

        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            long seen = _database.Messages.Version;
            (List<Delivery> deliveries, TimeSpan? wait) = _database.Read(() => Claim(max));
            if (deliveries.Count > 0)
            {
                return deliveries;
            }

            await WaitAsync(seen, wait, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<IReadOnlyList<Settlement>> SettleAsync(
        IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Write(transaction => Settle(settlements, enlisted, transaction, cancellationToken)));
    }

    public ValueTask<bool> RenewAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(_database.Change(_database.Messages, () => Renew(report)));
    }

    public ValueTask DisposeAsync()
    {
        _database.Change(_database.Messages, () =>
        {
            if (!_isDisposed)
            {
                _isDisposed = true;
                _database.WorkerRows.Release(_self, countsAsDelivery: false);
                _self.IsGone = true;
                _self.SeenAt = _database.Now;
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    private (List<Delivery> Deliveries, TimeSpan? Wait) Claim(int max)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        if (_database.WorkerRows.Recover(_self))
        {
            _database.Messages.Raise();
        }

        if (_self.IsGone)
        {
            return ([], null);
        }

        List<MemoryMessage> rows = _database.MessageRows.Claim(_options.Queues, _self.Id, max, _suspects.Count == 0);
        var deliveries = new List<Delivery>(rows.Count);
        foreach (MemoryMessage row in rows)
        {
            // It was suspect before this delivery was counted.
            bool wasSuspect = row.Deliveries > 2;
            var delivery = new MemoryDelivery(row, _self.Id, _database.MessageRows.Revocations.ContainsKey(row.TaskId)) { EnqueuedAt = row.EnqueuedAt };
            _ = wasSuspect && _suspects.Add(delivery);
            deliveries.Add(delivery);
        }

        return (deliveries, Sooner(_database.MessageRows.NextDelayed - _database.Now, _database.WorkerRows.UntilNextDeath(_self)));
    }

    private List<Settlement> Settle(
        IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, MemoryTransaction transaction, CancellationToken cancellationToken)
    {
        var accepted = new List<Settlement>(settlements.Count);
        var seen = new HashSet<Delivery>();
        foreach (Settlement settlement in settlements)
        {
            var delivery = (MemoryDelivery)settlement.Delivery;
            if (delivery.IsHeld && seen.Add(delivery))
            {
                accepted.Add(settlement);
                transaction.Add(_database.Messages, () => Apply(settlement, delivery));
            }
        }

        if (enlisted is not null && accepted.Count > 0)
        {
            MemoryTransaction.Complete(enlisted(accepted, transaction, cancellationToken));
        }

        transaction.Add(_database.Messages, () => Forget(settlements));
        return accepted;
    }

    private void Apply(Settlement settlement, MemoryDelivery delivery)
    {
        switch (settlement.Kind)
        {
            case SettlementKind.GiveBack:
                _database.MessageRows.Release(delivery.Row, countsAsDelivery: false, settlement.AvailableAt);
                break;
            case SettlementKind.DeadLetter:
                _database.MessageRows.Bury(delivery.Row, settlement.Reason ?? "");
                break;
            default:
                _database.MessageRows.Remove(delivery.Row);
                break;
        }

        if (settlement.Successor is { } successor)
        {
            _database.MessageRows.Publish(successor);
        }
    }

    private void Forget(IReadOnlyList<Settlement> settlements)
    {
        foreach (Settlement settlement in settlements)
        {
            var delivery = (MemoryDelivery)settlement.Delivery;
            delivery.IsSettled = true;
            _suspects.Remove(delivery);
        }
    }

    private bool Renew(WorkerReport report)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        _database.WorkerRows.Recover(_self);
        if (_self.IsGone)
        {
            _suspects.Clear();
            _self = _database.WorkerRows.Add(_options, report);
            return false;
        }

        _self.Report = report;
        _self.SeenAt = _database.Now;
        _self.RenewedAt = _database.Clock.GetTimestamp();
        return true;
    }

    private async ValueTask WaitAsync(long seen, TimeSpan? wait, CancellationToken cancellationToken)
    {
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task raised = _database.Messages.WaitAsync(seen, until.Token).AsTask();
        Task due = Task.Delay(wait < LongestWait ? wait.Value : LongestWait, _database.Clock, until.Token);
        await Task.WhenAny(raised, due).ConfigureAwait(false);
        await until.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private static TimeSpan? Sooner(TimeSpan? a, TimeSpan? b) => a is null || b < a ? b : a;
}
