using System.Diagnostics;
using Downbeat.Diagnostics;
using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Ticking;

/// <summary>Decides about the rows of one tick: shares out the fires it may write, and opens a span for each that fires.</summary>
internal sealed class TickDecider(FireMessages messages, BeatRules rules, int firesPerTick, CondemnedRow? condemned)
{
    private int _room = firesPerTick;

    /// <summary>The row that was decided about last: if the tick then fails in the store, it is likely the culprit.</summary>
    public PeriodicTaskRow? Last { get; private set; }

    public TickDecision Decide(PeriodicTaskRow row, TickContext context)
    {
        Last = row;
        if (condemned is not null && condemned.Id == row.Id && condemned.Revision == row.Revision)
        {
            return new TickDecision { Error = condemned.Error };
        }

        TickDecision decision = Telemetry.Source.HasListeners() ? DecideTraced(row, context) : DecidePlain(row, context);
        _room -= decision.Runs;
        return decision;
    }

    private TickDecision DecidePlain(PeriodicTaskRow row, in TickContext context)
    {
        return TickDecisions.Decide(row, context, rules with { Room = _room }, messages);
    }

    // The span is the parent of the runs: its id travels in the messages. One that fires nothing is not kept.
    private TickDecision DecideTraced(PeriodicTaskRow row, in TickContext context)
    {
        Activity.Current = null;
        using Activity? activity = Telemetry.Source.StartActivity("fire " + row.Name, ActivityKind.Producer);
        TickDecision decision = DecidePlain(row, context);
        if (activity is not null)
        {
            activity.SetTag(TagNames.PeriodicTask, row.Name).SetTag(TagNames.Task, row.Task).SetTag(TagNames.TaskId, decision.LastTaskId);
            if (decision.Runs == 0)
            {
                activity.IsAllDataRequested = false;
                activity.ActivityTraceFlags &= ~ActivityTraceFlags.Recorded;
            }
        }

        return decision;
    }
}
