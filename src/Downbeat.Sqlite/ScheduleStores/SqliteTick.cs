using Downbeat.Brokers;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;
using Downbeat.Sqlite.Schema;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>One tick, within its transaction.</summary>
internal sealed class SqliteTick(SqliteWriteTransaction transaction, TickRequest request, DateTimeOffset now)
{
    private readonly SqliteSession _session = transaction.Session;
    private readonly List<BrokerMessage> _messages = [];
    private readonly List<TimeSpan> _lateness = [];
    private readonly List<QuarantinedRow> _quarantined = [];
    private int _pending;
    private long _skipped;

    public TickReport Run(string selectUnplanned, string selectDue)
    {
        // Many rows that are still to be planned, such as an import's, do not keep those that are due waiting.
        List<PeriodicTaskRow> rows = Read(_session.Get(selectUnplanned).Add((request.Max + 3) / 4));
        rows.AddRange(Read(_session.Get(selectDue).Add(now).Add(request.Max - rows.Count)));
        if (rows.Count > 0)
        {
            var context = new TickContext(Guid.Parse(MetaRows.Find(_session, MetaRows.StoreId)!), now);
            foreach (PeriodicTaskRow row in rows)
            {
                Apply(row, request.Decide(row, context));
            }

            Publish();
            if (_pending > 0)
            {
                // What was published here and now needs nobody's attention any more.
                _session.Touched |= Topics.Schedule;
            }
        }

        return new TickReport(now, rows.Count, _messages.Count, _pending, _skipped, _quarantined, SqliteTicks.FindNext(_session, now))
        {
            Lateness = _lateness,
        };
    }

    private static List<PeriodicTaskRow> Read(Statement select)
    {
        var rows = new List<PeriodicTaskRow>();
        while (select.Step())
        {
            rows.Add(PeriodicTaskRows.Read(select));
        }

        return rows;
    }

    private void Apply(PeriodicTaskRow row, TickDecision decision)
    {
        if (!Advances.Write(_session, row, decision))
        {
            return;
        }

        if (decision.Error is { } error)
        {
            _quarantined.Add(new QuarantinedRow(row.Name, error));
            return;
        }

        foreach (Fire fire in decision.Fires)
        {
            // What is settled never comes back, also when its history has been pruned.
            if (row.Watermark is not { } watermark || fire.Nominal > watermark)
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
