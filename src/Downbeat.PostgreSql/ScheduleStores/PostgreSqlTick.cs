using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>One tick, within its transaction.</summary>
internal sealed class PostgreSqlTick(PostgreSqlDatabase database, PostgreSqlTransaction transaction, TickRequest request, Guid storeId, DateTimeOffset now)
{
    // Rows that another beat has locked are its own.
    private const string SelectUnplanned =
        $"{PeriodicTaskRows.Select} WHERE enabled AND error IS NULL AND next_run_at IS NULL LIMIT $1 FOR UPDATE SKIP LOCKED";

    // The order is the index's own, to the letter: otherwise all that is due would be read and sorted for each batch.
    private const string SelectDue =
        $"{PeriodicTaskRows.Select} WHERE enabled AND error IS NULL AND next_run_at <= $1 ORDER BY next_run_at NULLS FIRST LIMIT $2 FOR UPDATE SKIP LOCKED";

    private readonly List<(Fire Fire, bool Blocks, BrokerMessage? Message)> _fires = [];
    private readonly List<BrokerMessage> _messages = [];
    private readonly List<TimeSpan> _lateness = [];
    private readonly List<QuarantinedRow> _quarantined = [];
    private int _pending;
    private long _skipped;

    public async ValueTask<TickReport> RunAsync()
    {
        // Many rows that are still to be planned, such as an import's, do not keep those that are due waiting.
        List<(long Key, PeriodicTaskRow Row)> rows = await transaction.QueryAsync(
            ReadBothAsync,
            database.Command(SelectUnplanned).Add((request.Max + 3) / 4),
            database.Command(SelectDue).Add(now).Add(request.Max)).ConfigureAwait(false);
        if (rows.Count > 0)
        {
            var context = new TickContext(storeId, now);
            List<Advances.Decided> decided = [.. rows.Take(request.Max).Select(one => new Advances.Decided(one.Key, one.Row, request.Decide(one.Row, context)))];
            await WriteAsync(decided).ConfigureAwait(false);
            if (_messages.Count > 0)
            {
                PostgreSqlTransaction.Complete(request.Publish!(_messages, transaction, CancellationToken.None));
            }

            if (_pending > 0)
            {
                // What was published here and now needs nobody's attention any more.
                transaction.Touched |= Topics.Schedule;
            }
        }

        DateTimeOffset? next = await transaction.QueryAsync(
            static rows => rows.FirstAsync(PostgreSqlTicks.ReadNext), database.Command(PostgreSqlTicks.SelectNext)).ConfigureAwait(false) is { HasRow: true } found
            ? found.Next ?? now
            : null;
        return new TickReport(now, Math.Min(rows.Count, request.Max), _messages.Count, _pending, _skipped, _quarantined, next) { Lateness = _lateness };
    }

    private static async ValueTask<List<(long Key, PeriodicTaskRow Row)>> ReadBothAsync(NpgsqlDataReader rows)
    {
        List<(long Key, PeriodicTaskRow Row)> unplanned = await rows.AllAsync(PeriodicTaskRows.ReadKeyed).ConfigureAwait(false);
        await rows.NextResultAsync().ConfigureAwait(false);
        return [.. unplanned, .. await rows.AllAsync(PeriodicTaskRows.ReadKeyed).ConfigureAwait(false)];
    }

    private async ValueTask WriteAsync(List<Advances.Decided> decided)
    {
        foreach (Advances.Decided one in decided)
        {
            Collect(one);
        }

        foreach (Command command in Advances.Commands(database, decided))
        {
            transaction.Defer(command);
        }

        if (_fires.Count == 0)
        {
            return;
        }

        HashSet<string> written = await transaction.QueryAsync(
            static async rows => (await rows.AllAsync(static row => row.Text(1)).ConfigureAwait(false)).ToHashSet(StringComparer.Ordinal),
            FireRows.Write(database, [.. _fires.Select(one => (one.Fire, one.Blocks))])).ConfigureAwait(false);
        foreach ((Fire fire, _, BrokerMessage? message) in _fires)
        {
            // Of two that are the same only one was written.
            if (written.Remove(fire.TaskId))
            {
                Count(fire, message);
            }
        }
    }

    private void Collect(in Advances.Decided one)
    {
        if (one.Decision.Error is { } error)
        {
            _quarantined.Add(new QuarantinedRow(one.Row.Name, error));
            return;
        }

        foreach (Fire fire in one.Decision.Fires)
        {
            // What is settled never comes back, also when its history has been pruned.
            if (one.Row.Watermark is not { } watermark || fire.Nominal > watermark)
            {
                bool isPublishedHere = request.Publish is not null && fire is { Outcome: FireOutcome.Pending, RevokesTaskId: null };
                Fire written = isPublishedHere ? fire with { Outcome = FireOutcome.Published, PublishedAt = now, Attempts = 1 } : fire;
                _fires.Add((written, one.Decision.BusyUntil is not null, isPublishedHere ? fire.Message! with { Once = false } : null));
            }
        }
    }

    private void Count(Fire fire, BrokerMessage? message)
    {
        switch (fire.Outcome)
        {
            case FireOutcome.Published:
                _messages.Add(message!);
                _lateness.Add(now - fire.Due);
                break;
            case FireOutcome.Pending:
                _pending++;
                _lateness.Add(now - fire.Due);
                break;
            default:
                _skipped += fire.Count;
                break;
        }
    }
}
