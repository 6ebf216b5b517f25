using System.Collections.Concurrent;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>A worker's hold on the messages of a file.</summary>
internal sealed class SqliteConsumer : IBrokerConsumer
{
    private readonly SqliteDatabase _database;
    private readonly ConsumerOptions _options;
    private readonly DeadConsumers _others;
    private readonly ConcurrentDictionary<long, bool> _suspects = new();
    private readonly Signal _registered = new();
    private WorkerReport _report = new();
    private long _id;
    private bool _wasFull;

    public SqliteConsumer(SqliteDatabase database, ConsumerOptions options)
    {
        _database = database;
        _options = options;
        _others = new DeadConsumers(database.Clock);
    }

    private bool MayTakeSuspect => _suspects.IsEmpty;

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _database.Watch();
        await RegisterAsync(cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Delivery>> ReceiveAsync(int max, CancellationToken cancellationToken)
    {
        while (true)
        {
            long seen = _database.Messages.Version;
            DateTimeOffset? nextDelayed = null;
            if (_wasFull || IsWorthwhile(out nextDelayed))
            {
                long registration = _registered.Version;
                List<ClaimedRow>? rows = await ClaimAsync(max, cancellationToken).ConfigureAwait(false);
                if (rows is null)
                {
                    // Others count this consumer as dead: what it claimed now nobody would ever release. The next renewal registers it anew.
                    await _registered.WaitAsync(registration, cancellationToken).ConfigureAwait(false);
                    continue;
                }

                _wasFull = rows.Count == max;
                IReadOnlyList<Delivery> deliveries = await DecodeAsync(rows, cancellationToken).ConfigureAwait(false);
                if (deliveries.Count > 0)
                {
                    return deliveries;
                }
            }
            else
            {
                await WaitAsync(seen, nextDelayed, cancellationToken).ConfigureAwait(false);
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
            mayTakeNextSuspect |= delivery.IsSuspect && _suspects.TryRemove(delivery.Sequence, out _);
        }

        if (mayTakeNextSuspect)
        {
            _database.Messages.Raise();
        }

        return accepted;
    }

    public async ValueTask<bool> RenewAsync(WorkerReport report, CancellationToken cancellationToken)
    {
        _report = report;
        IReadOnlyList<WorkerRow> dead = _others.Observe(_database.Read(WorkerRows.ReadAll), _id, _options.Lease, _database.Now);
        bool isHeld = await _database.WriteAsync(
            transaction =>
            {
                DeadConsumers.Recover(transaction.Session, dead);
                return WorkerRows.Renew(transaction.Session, _id, report, _database.Now, _options.Lease);
            },
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
        if (!isHeld)
        {
            _suspects.Clear();
            await RegisterAsync(cancellationToken).ConfigureAwait(false);
        }

        return isHeld;
    }

    public async ValueTask DisposeAsync()
    {
        await _database.WriteAsync(
            transaction =>
            {
                Settling.ReturnAll(transaction.Session, _id);
                return WorkerRows.Leave(transaction.Session, _id, _database.Now);
            },
            Durability.Power,
            CancellationToken.None).ConfigureAwait(false);
    }

    private async ValueTask RegisterAsync(CancellationToken cancellationToken)
    {
        _id = await _database.WriteAsync(
            transaction => WorkerRows.Add(transaction.Session, _options, _report, _database.Now),
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
        _registered.Raise();
    }

    private bool IsWorthwhile(out DateTimeOffset? nextDelayed)
    {
        (bool isWorthwhile, nextDelayed) = _database.Read(session =>
        {
            DateTimeOffset? next = Claims.FindNextDelayed(session);
            return (Claims.IsWorthwhile(session, _options.Queues, MayTakeSuspect, next, _database.Now), next);
        });
        return isWorthwhile;
    }

    private ValueTask<List<ClaimedRow>?> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        return _database.WriteAsync(
            transaction => WorkerRows.IsAlive(transaction.Session, _id)
                ? Claims.Claim(transaction.Session, _options.Queues, _id, max, MayTakeSuspect, _database.Now)
                : null,
            Durability.Process,
            cancellationToken);
    }

    private async ValueTask<IReadOnlyList<Delivery>> DecodeAsync(List<ClaimedRow> rows, CancellationToken cancellationToken)
    {
        var deliveries = new List<Delivery>(rows.Count);
        foreach (ClaimedRow row in rows)
        {
            try
            {
                deliveries.Add(row.Decode());
                if (row.IsSuspect)
                {
                    _suspects[row.Sequence] = true;
                }
            }
            catch (InvalidMessageException exception)
            {
                await _database.WriteAsync(
                    transaction => Settling.Put(transaction.Session, row.Sequence, row.Consumer, exception.Message, _database.Now),
                    Durability.Power,
                    cancellationToken).ConfigureAwait(false);
            }
        }

        return deliveries;
    }

    private async ValueTask WaitAsync(long seen, DateTimeOffset? nextDelayed, CancellationToken cancellationToken)
    {
        if (nextDelayed is null)
        {
            await _database.Messages.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
            return;
        }

        TimeSpan wait = nextDelayed.Value - _database.Now;
        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task raised = _database.Messages.WaitAsync(seen, until.Token).AsTask();
        Task due = Task.Delay(wait < LongestWait ? wait : LongestWait, _database.Clock, until.Token);
        await Task.WhenAny(raised, due).ConfigureAwait(false);
        await until.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }

    // A timer cannot run for longer than about 49 days, and a clock that is set back or forward shall be noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

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
