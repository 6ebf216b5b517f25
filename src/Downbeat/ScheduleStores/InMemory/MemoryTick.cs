using Downbeat.Brokers;
using Downbeat.Hosting.InMemory;

namespace Downbeat.ScheduleStores.InMemory;

/// <summary>One tick, within its transaction.</summary>
internal sealed class MemoryTick(MemoryDatabase database, MemoryTransaction transaction, TickRequest request, DateTimeOffset now)
{
    private readonly List<BrokerMessage> _messages = [];
    private readonly List<TimeSpan> _lateness = [];
    private readonly List<QuarantinedRow> _quarantined = [];
    private int _pending;
    private long _skipped;

    public TickReport Run()
    {
        List<PeriodicTaskRow> rows = [.. database.TaskRows.Unplanned.Take((request.Max + 3) / 4)];
        rows.AddRange(database.TaskRows.Due.TakeWhile(row => row.NextRun <= now).Take(request.Max - rows.Count));
        var context = new TickContext(database.TaskRows.StoreId, now);
        foreach (PeriodicTaskRow row in rows)
        {
            Apply(row, request.Decide(row, context));
        }

        if (_messages.Count > 0)
        {
            MemoryTransaction.Complete(request.Publish!(_messages, transaction, CancellationToken.None));
        }

        return new TickReport(now, rows.Count, _messages.Count, _pending, _skipped, _quarantined, NextRun: null) { Lateness = _lateness };
    }

    /// <summary>How a decision advances a row. The watermark is never lowered here, and the revision is not raised.</summary>
    public static PeriodicTaskRow Advance(PeriodicTaskRow row, TickDecision decision)
    {
        if (decision.Error is { } error)
        {
            return row with { Error = error };
        }

        bool hasRun = decision.LastTaskId is not null;
        return row with
        {
            Anchor = decision.Anchor ?? row.Anchor,
            Watermark = decision.Watermark is null || decision.Watermark < row.Watermark ? row.Watermark : decision.Watermark,
            NextNominal = decision.NextNominal,
            NextRun = decision.NextRun,
            LastRun = decision.LastRun ?? row.LastRun,
            TotalRuns = row.TotalRuns + decision.Runs,
            LastTaskId = decision.LastTaskId ?? row.LastTaskId,
            LastOutcome = hasRun ? null : row.LastOutcome,
            BusyUntil = hasRun ? decision.BusyUntil : row.BusyUntil,
            Enabled = decision.DisabledReason is null,
            DisabledReason = decision.DisabledReason,
        };
    }

    private void Apply(PeriodicTaskRow row, TickDecision decision)
    {
        PeriodicTaskRow advanced = Advance(row, decision);
        transaction.Add(database.TickedRows, () => database.TaskRows.Put(advanced));
        if (decision.Error is { } error)
        {
            _quarantined.Add(new QuarantinedRow(row.Name, error));
            return;
        }

        // What is settled never comes back, also when its history has been pruned.
        foreach (Fire fire in decision.Fires
            .Where(fire => (row.Watermark is not { } watermark || fire.Nominal > watermark) && !database.FireRows.HasOccurrence(fire))
            .DistinctBy(fire => fire.Nominal))
        {
            Write(fire);
        }
    }

    private void Write(Fire fire)
    {
        bool isPublishedHere = request.Publish is not null && fire is { Outcome: FireOutcome.Pending, RevokesTaskId: null };
        Fire written = isPublishedHere ? fire with { Outcome = FireOutcome.Published, PublishedAt = now, Attempts = 1 } : fire;
        transaction.Add(
            written.Outcome == FireOutcome.Pending ? database.Schedule : database.TickedRows, () => database.FireRows.Add(written));
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
}
