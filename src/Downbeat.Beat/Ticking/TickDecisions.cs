using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Ticking;

/// <summary>Decides what a tick does with a row. Pure, but for the task ids' and messages' making; never throws.</summary>
internal static class TickDecisions
{
    /// <summary>Decides about a row that is due, or whose next occurrence is still to be found.</summary>
    public static TickDecision Decide(PeriodicTaskRow row, in TickContext context, in BeatRules rules, FireMessages messages)
    {
        try
        {
            PeriodicTaskTerms terms = Read(row, rules, messages);
            PeriodicTaskRow planned = row;
            if (row.NextRun is null || row.NextNominal is null)
            {
                // Written by others, who left the planning to us. It does not fire by that, unless it names a time that has passed.
                planned = PeriodicTaskPlanner.Plan(row, terms.Schedule, context.Now, firesPast: row.Watermark is null);
                if (planned.NextRun is null || planned.NextRun > context.Now)
                {
                    return Planned(planned);
                }
            }

            return new DueDecision(planned, terms, context, rules, messages).Make();
        }
        catch (Exception exception)
        {
            return new TickDecision { Error = exception is DownbeatException ? exception.Message : $"{exception.GetType().Name}: {exception.Message}" };
        }
    }

    /// <summary>Finds a row's next occurrence anew, with newer time-zone data. One that has come and only waits for its jitter stays.</summary>
    public static TickDecision Replan(PeriodicTaskRow row, DateTimeOffset now)
    {
        try
        {
            Schedule schedule = PeriodicTaskCodec.ReadTerms(row).Schedule;
            if (row.NextNominal <= now)
            {
                return Planned(row);
            }

            DateTimeOffset? next = PeriodicTaskPlanner.Next(row, schedule, row.Watermark > now ? row.Watermark.Value : now);
            return new TickDecision
            {
                Anchor = row.Anchor,
                Watermark = row.Watermark,
                NextNominal = next,
                NextRun = next is { } nominal ? PeriodicTaskPlanner.Due(row, schedule, nominal) : null,
                DisabledReason = next is null ? PeriodicTaskPlanner.NothingLeft(row) : null,
            };
        }
        catch (DownbeatException refusal)
        {
            return new TickDecision { Error = refusal.Message };
        }
    }

    /// <summary>Leaves a row as it is.</summary>
    public static TickDecision Planned(PeriodicTaskRow row)
    {
        return new TickDecision
        {
            Anchor = row.Anchor,
            Watermark = row.Watermark,
            NextNominal = row.NextNominal,
            NextRun = row.NextRun,
            DisabledReason = row.Enabled ? null : row.DisabledReason ?? PeriodicTaskPlanner.NothingLeft(row),
        };
    }

    private static PeriodicTaskTerms Read(PeriodicTaskRow row, in BeatRules rules, FireMessages messages)
    {
        PeriodicTaskTerms terms = PeriodicTaskCodec.ReadTerms(row);
        if (terms.Overlap != Overlap.Allow)
        {
            PeriodicTaskRules.CheckOverlap(terms.Overlap, messages.IgnoresResult(row), rules.IsBackendShared);
        }

        return terms;
    }
}
