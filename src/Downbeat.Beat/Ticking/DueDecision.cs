using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Ticking;

/// <summary>
/// Decides about the occurrences of a row that have come: first those that are too old, then the missed ones, then the others. A cursor goes from
/// the first to the last of them, so that each is fired or skipped exactly once.
/// </summary>
internal ref struct DueDecision
{
    private readonly PeriodicTaskRow _row;
    private readonly PeriodicTaskTerms _terms;
    private readonly TickContext _context;
    private readonly BeatRules _rules;
    private readonly bool _isOneOff;
    private Occurrences _occurrences;
    private FireWriter _fires;
    private DateTimeOffset? _cursor;
    private DateTimeOffset? _settled;
    private string? _skipReason;

    public DueDecision(
        PeriodicTaskRow row, in PeriodicTaskTerms terms, in TickContext context, in BeatRules rules, FireMessages messages)
    {
        _row = row;
        _terms = terms;
        _context = context;
        _rules = rules;
        _isOneOff = row.OneOff || terms.Schedule.Kind == ScheduleKind.Clocked;
        _fires = new FireWriter(row, terms, context, messages, rules.IsBackendShared);
    }

    private readonly DateTimeOffset Now => _context.Now;

    public TickDecision Make()
    {
        // What is settled stays settled, whoever has written the next occurrence.
        DateTimeOffset? first = _row.NextNominal > _row.Watermark || _row.Watermark is null
            ? _row.NextNominal
            : PeriodicTaskPlanner.Next(_row, _terms.Schedule, _row.Watermark.Value);
        if (first is null || first >= _row.Expires)
        {
            return End(PeriodicTaskPlanner.NothingLeft(_row));
        }

        _occurrences = new Occurrences(_row, _terms.Schedule, first.Value);
        _cursor = first;
        if (_occurrences.NewestDue(Now) is not { } last || _rules.Room <= 0)
        {
            return Advance(first);
        }

        SkipWhatIsTooOld(last);
        DateTimeOffset? missed = SkipWhatWasMissed(last);
        if (_cursor <= last)
        {
            Fire(last, missed);
        }

        return _isOneOff && _fires.Count > 0 ? End(Reasons.OneOffFired) : Advance(_cursor);
    }

    private void SkipWhatIsTooOld(DateTimeOffset last)
    {
        if (_row.Expires <= Now)
        {
            Skip(last, FireOutcome.Expired, Reasons.Expired(_row.Expires.Value));
        }
        else if (_row.StartingDeadline is { } deadline && _occurrences.NewestNominal(Now - deadline) is { } old)
        {
            Skip(old < last ? old : last, FireOutcome.Skipped, Reasons.TooOld(deadline));
        }
    }

    /// <returns>The newest missed one that still stands to be fired.</returns>
    private DateTimeOffset? SkipWhatWasMissed(DateTimeOffset last)
    {
        if (_cursor is null || _cursor > last
            || _occurrences.NewestDue(Now - _rules.MissedAfter - TimeSpan.FromMicroseconds(1)) is not { } missed
            || missed < _cursor)
        {
            return null;
        }

        switch (_terms.CatchUp)
        {
            case CatchUp.None:
                Skip(missed, FireOutcome.Skipped, Reasons.MissedNone);
                return null;
            case CatchUp.Latest:
                SkipBefore(missed, Reasons.MissedLatest);
                return missed;
            default:
                SkipAllBut(BeatRules.MostFires, missed);
                return missed;
        }
    }

    private void SkipAllBut(int most, DateTimeOffset missed)
    {
        if (_occurrences.Count(_cursor!.Value, missed) <= most)
        {
            return;
        }

        DateTimeOffset oldest = missed;
        for (int i = 1; i < most; i++)
        {
            oldest = _occurrences.Before(oldest);
        }

        SkipBefore(oldest, Reasons.MissedAll);
    }

    private void Fire(DateTimeOffset last, DateTimeOffset? missed)
    {
        bool isBusy = _row.BusyUntil > Now;
        switch (_terms.Overlap)
        {
            case Overlap.Skip when isBusy:
                Skip(last, FireOutcome.Skipped, Reasons.StillRunning(_row.LastTaskId));
                break;
            case Overlap.Skip:
                FireOne(missed, revokes: null);
                if (!_isOneOff && _cursor <= last)
                {
                    Skip(last, FireOutcome.Skipped, Reasons.StillRunning(_fires.LastTaskId));
                }

                break;
            case Overlap.CancelPrevious:
                if (!_isOneOff)
                {
                    SkipBefore(last, Reasons.Superseded);
                }

                FireOne(missed, isBusy ? _row.LastTaskId : null);
                break;
            default:
                int most = _isOneOff ? 1 : Math.Min(_rules.Room, BeatRules.MostFires);
                while (_cursor <= last && _fires.Count < most)
                {
                    FireOne(missed, revokes: null);
                }

                break;
        }
    }

    private void FireOne(DateTimeOffset? missed, string? revokes)
    {
        DateTimeOffset nominal = _cursor!.Value;
        _fires.Fire(nominal, _occurrences.Due(nominal), nominal <= missed ? FireKind.CatchUp : FireKind.Scheduled, revokes);
        Settle(nominal);
    }

    private void SkipBefore(DateTimeOffset nominal, string reason)
    {
        if (_cursor < nominal)
        {
            Skip(_occurrences.Before(nominal), FireOutcome.Skipped, reason);
        }
    }

    private void Skip(DateTimeOffset until, FireOutcome outcome, string reason)
    {
        DateTimeOffset from = _cursor!.Value;
        _fires.Skip(from, _occurrences.Due(from), until, _occurrences.Count(from, until), outcome, reason);
        _skipReason = reason;
        Settle(until);
    }

    private void Settle(DateTimeOffset nominal)
    {
        _settled = nominal;
        _cursor = _occurrences.After(nominal);
    }

    private readonly TickDecision Advance(DateTimeOffset? next)
    {
        return next is { } nominal
            ? _fires.Decide(_settled ?? _row.Watermark, nominal, _occurrences.Due(nominal), disabledReason: null)
            : End(_isOneOff && _skipReason is { } reason ? Reasons.OneOffSkipped(reason)
                : _row.Expires <= Now ? Reasons.Expired(_row.Expires.Value)
                : PeriodicTaskPlanner.NothingLeft(_row));
    }

    private readonly TickDecision End(string reason)
    {
        return _fires.Decide(_settled ?? _row.Watermark, nextNominal: null, nextRun: null, reason);
    }
}
