using System.Collections.Concurrent;
using Downbeat.Brokers;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>A worker's hold on the messages of a file.</summary>
internal sealed class SqliteConsumer : IBrokerConsumer
{
    // A timer cannot run for longer than about 49 days, and a clock that is set back or forward shall be noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    private readonly SqliteDatabase _database;
    private readonly ConsumerOptions _options;
    private readonly DeadConsumers _others;
    private readonly ConcurrentDictionary<long, long> _suspects = new();
    private readonly ConcurrentQueue<(ClaimedRow Row, string Reason)> _undecodable = new();
    private long _id;
    private bool _wasFull;
    private volatile bool _isDisposed;

    public SqliteConsumer(SqliteDatabase database, ConsumerOptions options)
    {
        _database = database;
        _options = options;
        _others = new DeadConsumers(database.Clock);
    }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _database.Watch();
        FindDead();
        BecomeKnownAs(await _database.WriteAsync(
            transaction => Register(transaction.Session, new WorkerReport()), Durability.Process, cancellationToken).ConfigureAwait(false));
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
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            long seen = _database.Messages.Version;
            await PutAsideAsync().ConfigureAwait(false);
            DateTimeOffset? nextDelayed = null;
            bool isWorthwhile = _wasFull || IsWorthwhile(out nextDelayed);
            if (isWorthwhile && await ClaimAsync(max, cancellationToken).ConfigureAwait(false) is { } rows)
            {
                _wasFull = rows.Count == max;
                if (Decode(rows) is { Count: > 0 } deliveries)
                {
                    await TryPutAsideAsync().ConfigureAwait(false);
                    return deliveries;
                }
            }
            else
            {
                // Whoever counts as dead waits to be registered anew, whatever comes to its time until then.
                _wasFull = false;
                await WaitAsync(seen, isWorthwhile ? null : nextDelayed, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public async ValueTask<IReadOnlyList<Settlement>> SettleAsync(
        IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken)
    {
        EncodedMessage?[] successors = [.. settlements.Select(s => s.Successor is { } message ? EncodedMessage.Of(message) : null)];
        List<Settlement> accepted = await _database.WriteAsync(
            transaction => Settle(transaction, settlements, successors, enlisted, cancellationToken),
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
        bool mayTakeNextSuspect = false;
        foreach (Settlement settlement in settlements)
        {
            var delivery = (SqliteDelivery)settlement.Delivery;
            delivery.IsSettled = true;
            mayTakeNextSuspect |= _suspects.TryRemove(new(delivery.Sequence, delivery.Consumer));
        }

        if (mayTakeNextSuspect)
        {
            _database.Messages.Raise();
        }

        return accepted;
    }

    public async ValueTask<bool> RenewAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        long id = Interlocked.Read(ref _id);
        IReadOnlyList<WorkerRow> dead = FindDead();
        (bool isHeld, long current) = await _database.WriteAsync(
            transaction =>
            {
                DeadConsumers.Recover(transaction.Session, dead);
                return WorkerRows.Renew(transaction.Session, id, report, _database.Now, _options.Lease)
                    ? (true, id)
                    : (false, Register(transaction.Session, report));
            },
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
        if (!isHeld)
        {
            _suspects.Clear();
            BecomeKnownAs(current);
        }

        return isHeld;
    }

    public async ValueTask DisposeAsync()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        try
        {
            await _database.WriteAsync(
                transaction =>
                {
                    Settling.ReturnAll(transaction.Session, _id);
                    transaction.Session.Touched |= Topics.Messages;
                    return WorkerRows.Leave(transaction.Session, _id, _database.Now);
                },
                Durability.Power,
                CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DownbeatException or ObjectDisposedException)
        {
            // The lease runs out, and what was held goes to others all the same.
        }
    }

    private IReadOnlyList<WorkerRow> FindDead()
    {
        return _others.Observe(_database.Read(WorkerRows.ReadAll), Interlocked.Read(ref _id), _database.Now);
    }

    private long Register(SqliteSession session, WorkerReport report)
    {
        DeadConsumers.ReleaseOrphans(session);
        session.Touched |= Topics.Messages;
        return WorkerRows.Add(session, _options, report, _database.Now);
    }

    private void BecomeKnownAs(long id)
    {
        Interlocked.Exchange(ref _id, id);

        // Whoever waits to receive looks again, under the new name.
        _database.Messages.Raise();
    }

    private bool IsWorthwhile(out DateTimeOffset? nextDelayed)
    {
        (bool isWorthwhile, nextDelayed) = _database.Read(session =>
        {
            DateTimeOffset? next = Claims.FindNextDelayed(session);
            return (Claims.IsWorthwhile(session, _options.Queues, _suspects.IsEmpty, next, _database.Now), next);
        });
        return isWorthwhile;
    }

    // Null when this consumer counts as dead: what it claimed now would belong to nobody.
    private ValueTask<List<ClaimedRow>?> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        long id = Interlocked.Read(ref _id);
        return _database.WriteAsync(
            transaction => WorkerRows.IsAlive(transaction.Session, id)
                ? Claims.Claim(transaction.Session, _options.Queues, id, max, _suspects.IsEmpty, _database.Now)
                : null,
            Durability.Process,
            cancellationToken);
    }

    private List<Delivery> Decode(List<ClaimedRow> rows)
    {
        var deliveries = new List<Delivery>(rows.Count);
        foreach (ClaimedRow row in rows)
        {
            try
            {
                deliveries.Add(row.Decode());
                if (row.IsSuspect)
                {
                    _suspects[row.Sequence] = row.Consumer;
                }
            }
            catch (DownbeatException exception)
            {
                _undecodable.Enqueue((row, exception.Message));
            }
        }

        return deliveries;
    }

    private async ValueTask PutAsideAsync()
    {
        while (_undecodable.TryPeek(out (ClaimedRow Row, string Reason) one))
        {
            await _database.WriteAsync(
                transaction => Settling.Put(transaction.Session, one.Row.Sequence, one.Row.Consumer, one.Reason, _database.Now),
                Durability.Power,
                CancellationToken.None).ConfigureAwait(false);
            _undecodable.TryDequeue(out _);
        }
    }

    private async ValueTask TryPutAsideAsync()
    {
        try
        {
            await PutAsideAsync().ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DownbeatException or ObjectDisposedException)
        {
            // Tried again before the next messages are claimed; those that were claimed now must reach their caller.
        }
    }

    private async ValueTask WaitAsync(long seen, DateTimeOffset? nextDelayed, CancellationToken cancellationToken)
    {
        if (nextDelayed is null)
        {
            await _database.Messages.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
            return;
        }

        TimeSpan wait = nextDelayed.Value - _database.Now;
        if (wait <= TimeSpan.Zero)
        {
            return;
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task raised = _database.Messages.WaitAsync(seen, until.Token).AsTask();
        Task due = Task.Delay(wait < LongestWait ? wait : LongestWait, _database.Clock, until.Token);
        await Task.WhenAny(raised, due).ConfigureAwait(false);
        await until.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    private List<Settlement> Settle(
        SqliteWriteTransaction transaction,
        IReadOnlyList<Settlement> settlements,
        EncodedMessage?[] successors,
        EnlistedWork? enlisted,
        CancellationToken cancellationToken)
    {
        DateTimeOffset now = _database.Now;
        var accepted = new List<Settlement>(settlements.Count);
        for (int i = 0; i < settlements.Count; i++)
        {
            Settlement settlement = settlements[i];
            if (Settling.Settle(transaction.Session, settlement, successors[i], now))
            {
                accepted.Add(settlement);
            }
        }

        if (enlisted is not null && accepted.Count > 0)
        {
            SqliteWriteTransaction.Complete(enlisted(accepted, transaction, cancellationToken));
        }

        return accepted;
    }
}
