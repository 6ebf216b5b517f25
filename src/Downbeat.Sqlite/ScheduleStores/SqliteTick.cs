using Downbeat.Brokers;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>One tick, within its transaction.</summary>
internal sealed class SqliteTick(SqliteWriteTransaction transaction, TickRequest request, DateTimeOffset now)
{
    private const string SelectUnplanned =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at IS NULL LIMIT ?";

    private const string SelectDue =
        $"{PeriodicTaskRows.Select} WHERE enabled = 1 AND error IS NULL AND next_run_at <= ? ORDER BY next_run_at LIMIT ?";

    private const string SelectNext = "SELECT min(next_run_at) FROM downbeat_periodic_task WHERE enabled = 1 AND error IS NULL";

    private readonly SqliteSession _session = transaction.Session;
    private readonly List<BrokerMessage> _messages = [];
    private readonly List<TimeSpan> _lateness = [];
    private readonly List<QuarantinedRow> _quarantined = [];
    private int _pending;
    private long _skipped;

    public TickReport Run()
    {
        List<StoredTask> rows = Claim();
        if (rows.Count > 0)
        {
            var context = new TickContext(Guid.Parse(MetaRows.Find(_session, MetaRows.StoreId)!), now);
            foreach (StoredTask stored in rows)
            {
                Apply(stored, stored.Refusal is { } refusal ? new TickDecision { Error = refusal } : request.Decide(stored.Row, context));
            }

            Publish();
            if (_pending > 0)
            {
                // What this tick has published needs nobody's attention any more.
                _session.Touched |= Topics.Schedule;
            }
        }

        DateTimeOffset? next = _session.Get(SelectNext).Scalar() is { } at ? Moments.OfInstant(at) : null;
        return new TickReport(now, rows.Count, _messages.Count, _pending, _skipped, _quarantined, next) { Lateness = _lateness };
    }

    // Many rows that are still to be planned, such as an import's, do not keep those that are due waiting.
    private List<StoredTask> Claim()
    {
        List<StoredTask> rows = PeriodicTaskRows.ReadStored(_session.Get(SelectUnplanned).Add((request.Max + 3) / 4));
        int left = request.Max - rows.Count;
        if (left > 0)
        {
            rows.AddRange(PeriodicTaskRows.ReadStored(_session.Get(SelectDue).Add(now).Add(left)));
        }

        return rows;
    }

    private void Apply(StoredTask stored, TickDecision decision)
    {
        if (!Advances.Write(_session, stored, decision))
        {
            return;
        }

        if (decision.Error is { } error)
        {
            _quarantined.Add(new QuarantinedRow(stored.Row.Name, error));
            return;
        }

        foreach (Fire fire in decision.Fires)
        {
            // What is settled never comes back, also when its history has been pruned.
            if (stored.Row.Watermark is not { } watermark || fire.Nominal > watermark)
            {
                Write(fire);
            }
        }
    }

    private void Write(Fire fire)
    {
        bool isPublishedHere = request.Publish is not null && fire is { Outcome: FireOutcome.Pending, RevokesTaskId: null };
        Fire written = isPublishedHere ? fire with { Outcome = FireOutcome.Published, PublishedAt = now, Attempts = 1 } : fire;
        if (!FireRows.Write(_session, written))
        {
            return;
        }

        switch (written.Outcome)
        {
            case FireOutcome.Published:
                _messages.Add(fire.Message! with { Once = false });
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

    private void Publish()
    {
        if (_messages.Count > 0)
        {
            SqliteWriteTransaction.Complete(request.Publish!(_messages, transaction, CancellationToken.None));
        }
    }
}
