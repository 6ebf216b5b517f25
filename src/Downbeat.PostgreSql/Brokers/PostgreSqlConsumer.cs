using System.Collections.Concurrent;
using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>A worker's hold on the messages of a database.</summary>
internal sealed class PostgreSqlConsumer : IBrokerConsumer
{
    // A timer cannot run for longer than about 49 days, and a clock that is set back or forward shall be noticed.
    private static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(30);

    // What looks ready may be in somebody's hands who has not committed yet, and may come free again.
    private static readonly TimeSpan PauseWhileTaken = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan HealFor = TimeSpan.FromMinutes(1);

    private readonly PostgreSqlDatabase _database;
    private readonly ConsumerOptions _options;
    private readonly string[] _queues;
    private readonly ConcurrentDictionary<long, long> _suspects = new();
    private readonly ConcurrentDictionary<long, long> _held = new();
    private readonly ConcurrentQueue<(ClaimedRow Row, string Reason)> _undecodable = new();
    private readonly SemaphoreSlim _renewing = new(1, 1);
    private long _id;
    private long? _claimLostAt;
    private bool _isWorthwhile;
    private volatile bool _isDisposed;

    public PostgreSqlConsumer(PostgreSqlDatabase database, ConsumerOptions options)
    {
        _database = database;
        _options = options;
        _queues = [.. options.Queues.Distinct(StringComparer.Ordinal)];
    }

    public async ValueTask StartAsync(CancellationToken cancellationToken)
    {
        _database.Watch();
        BecomeKnownAs(await Leases.RegisterAsync(_database, _options, new WorkerReport(), cancellationToken).ConfigureAwait(false));
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
            await HealAsync().ConfigureAwait(false);
            if (_isWorthwhile)
            {
                Claims.Claim? claim = await ClaimAsync(max, cancellationToken).ConfigureAwait(false);
                _isWorthwhile = claim?.Rows.Count == max;
                if (claim is null)
                {
                    // Whoever counts as dead waits to be registered anew, whatever comes to its time until then.
                    await _database.Messages.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
                    _isWorthwhile = true;
                    continue;
                }

                if (claim.Rows.Count > 0)
                {
                    if (Decode(claim) is { Count: > 0 } deliveries)
                    {
                        await TryPutAsideAsync().ConfigureAwait(false);
                        return deliveries;
                    }

                    continue;
                }
            }

            await WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyList<Settlement>> SettleAsync(
        IReadOnlyList<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken)
    {
        List<Settlement> open = FindOpen(settlements);
        IReadOnlyList<Settlement> accepted = open.Count == 0 ? [] : await _database.TransactAsync(
            transaction => SettleAsync(transaction, open, enlisted, cancellationToken), Durability.Server, cancellationToken).ConfigureAwait(false);
        bool mayTakeNextSuspect = false;
        foreach (Settlement settlement in open)
        {
            var delivery = (PostgreSqlDelivery)settlement.Delivery;
            delivery.IsSettled = true;
            _held.TryRemove(new(delivery.Sequence, delivery.Consumer));
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
        await _renewing.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            long id = Interlocked.Read(ref _id);
            if (await Leases.RenewAsync(_database, id, _options, report, cancellationToken).ConfigureAwait(false))
            {
                return true;
            }

            long next = await Leases.RegisterAsync(_database, _options, report, cancellationToken).ConfigureAwait(false);
            _suspects.Clear();
            foreach (KeyValuePair<long, long> lost in _held)
            {
                _ = lost.Value == next || _held.TryRemove(lost);
            }

            BecomeKnownAs(next);
            return false;
        }
        finally
        {
            _renewing.Release();
        }
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
            await Leases.LeaveAsync(_database, Interlocked.Read(ref _id)).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DownbeatException or ObjectDisposedException)
        {
            // The lease runs out, and what was held goes to others all the same.
        }

        _database.Messages.Raise();
    }

    // Settled once, a delivery cannot be settled again, whatever stands in its place now.
    private static List<Settlement> FindOpen(IReadOnlyList<Settlement> settlements)
    {
        var open = new List<Settlement>(settlements.Count);
        var seen = new HashSet<Delivery>(settlements.Count);
        foreach (Settlement settlement in settlements)
        {
            if (!((PostgreSqlDelivery)settlement.Delivery).IsSettled && seen.Add(settlement.Delivery))
            {
                open.Add(settlement);
            }
        }

        return open;
    }

    private async ValueTask<IReadOnlyList<Settlement>> SettleAsync(
        PostgreSqlTransaction transaction, List<Settlement> settlements, EnlistedWork? enlisted, CancellationToken cancellationToken)
    {
        HashSet<long> sequences = await Settling.SettleAsync(_database, transaction, settlements).ConfigureAwait(false);
        List<Settlement> accepted = sequences.Count == settlements.Count
            ? settlements
            : [.. settlements.Where(settlement => sequences.Contains(((PostgreSqlDelivery)settlement.Delivery).Sequence))];
        if (accepted.Count == 0)
        {
            return accepted;
        }

        List<EncodedMessage> successors = EncodedMessage.Of(accepted.Where(static one => one.Successor is not null).Select(static one => one.Successor!));
        foreach (Command command in Publishing.Commands(_database, successors))
        {
            transaction.Defer(command);
        }

        if (successors.Count > 0 || accepted.Exists(static one => one.Kind == SettlementKind.GiveBack))
        {
            transaction.Touched |= Topics.Messages;
        }

        if (enlisted is not null)
        {
            PostgreSqlTransaction.Complete(enlisted(accepted, transaction, cancellationToken));
        }

        return accepted;
    }

    private void BecomeKnownAs(long id)
    {
        Interlocked.Exchange(ref _id, id);

        // Whoever waits to receive looks again, under the new name.
        _database.Messages.Raise();
    }

    private async ValueTask<Claims.Claim?> ClaimAsync(int max, CancellationToken cancellationToken)
    {
        try
        {
            Claims.Claim? claim = await Claims.ClaimAsync(
                _database, _queues, Interlocked.Read(ref _id), max, _suspects.IsEmpty, cancellationToken).ConfigureAwait(false);
            foreach (ClaimedRow row in claim?.Rows ?? [])
            {
                _held[row.Sequence] = row.Consumer;
            }

            return claim;
        }
        catch (UnavailableException)
        {
            // What was claimed may be ours, only nobody was told what it is.
            _claimLostAt = TimeProvider.System.GetTimestamp();
            throw;
        }
    }

    // Looked for until the server has surely noticed that the connection of the claim is gone.
    private async ValueTask HealAsync()
    {
        if (_claimLostAt is not { } lostAt)
        {
            return;
        }

        await _database.WriteAsync(
            new Write(Topics.Messages),
            static _ => new ValueTask<bool>(true),
            CancellationToken.None,
            Settling.ReturnAll(_database, Interlocked.Read(ref _id), [.. _held.Keys])).ConfigureAwait(false);
        _claimLostAt = TimeProvider.System.GetElapsedTime(lostAt) < HealFor ? lostAt : null;
    }

    private List<Delivery> Decode(Claims.Claim claim)
    {
        TimeSpan clockOffset = claim.Now - _database.Clock.GetUtcNow();
        var deliveries = new List<Delivery>(claim.Rows.Count);
        foreach (ClaimedRow row in claim.Rows)
        {
            try
            {
                deliveries.Add(row.Decode(clockOffset));
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
                new Write(Topics.None),
                static _ => new ValueTask<bool>(true),
                CancellationToken.None,
                Settling.Put(_database, one.Row.Sequence, one.Row.Consumer, one.Reason)).ConfigureAwait(false);
            _held.TryRemove(new(one.Row.Sequence, one.Row.Consumer));
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

    // News are acted upon at once; without any, one cheap look tells whether a claim is worth its transaction.
    private async ValueTask WaitAsync(long seen, CancellationToken cancellationToken)
    {
        Claims.Outlook outlook = await Claims.LookAsync(_database, _queues, _suspects.IsEmpty, cancellationToken).ConfigureAwait(false);
        _isWorthwhile = outlook.HasReady || outlook.NextDelayed <= TimeSpan.Zero;
        if (_isWorthwhile)
        {
            if (_database.Messages.News == seen && outlook.HasReady)
            {
                await WaitAsync(seen, PauseWhileTaken, TimeProvider.System, cancellationToken).ConfigureAwait(false);
            }

            return;
        }

        await WaitAsync(seen, outlook.NextDelayed, _database.Clock, cancellationToken).ConfigureAwait(false);
        _isWorthwhile = _database.Messages.News > seen || outlook.NextDelayed is not null;
    }

    private async ValueTask WaitAsync(long seen, TimeSpan? most, TimeProvider clock, CancellationToken cancellationToken)
    {
        if (most is not { } wait)
        {
            await _database.Messages.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
            return;
        }

        using var until = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task raised = _database.Messages.WaitAsync(seen, until.Token).AsTask();
        Task due = Task.Delay(wait < LongestWait ? wait : LongestWait, clock, until.Token);
        await Task.WhenAny(raised, due).ConfigureAwait(false);
        await until.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
    }
}
