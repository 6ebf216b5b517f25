using Downbeat.Beat.Ticking;
using Downbeat.ScheduleStores;
using Downbeat.Schedules;

namespace Downbeat.Beat.Tests.Ticking;

/// <summary>One line of the history, as it should be.</summary>
internal readonly record struct Expected(DateTimeOffset From, DateTimeOffset Until, long Count, FireOutcome Outcome, FireKind Kind, bool Revokes);

/// <summary>
/// What a tick should do, worked out the simple way: every occurrence is walked to and put into a list, and the rules are applied to the list.
/// </summary>
internal sealed class Oracle(PeriodicTaskRow row, PeriodicTask task, BeatRules rules)
{
    public IReadOnlyList<Expected> Decide(PeriodicTaskRow current, DateTimeOffset now)
    {
        List<DateTimeOffset> due = [.. Occurrences(current.Watermark!.Value).TakeWhile(at => at <= now).Where(at => Due(at) <= now)];
        var history = new List<Expected>();
        if (task.Expires <= now)
        {
            return Add(history, due, FireOutcome.Expired);
        }

        List<DateTimeOffset> rest = [.. due.Where(at => task.StartingDeadline is null || now - at < task.StartingDeadline)];
        Add(history, [.. due.Except(rest)], FireOutcome.Skipped);
        HashSet<DateTimeOffset> missed = [.. rest.Where(at => now - Due(at) > rules.MissedAfter)];
        List<DateTimeOffset> caughtUp = task.CatchUp switch
        {
            CatchUp.None => [],
            CatchUp.Latest => [.. missed.TakeLast(1)],
            _ => [.. missed.TakeLast(1000)],
        };
        Add(history, [.. missed.Except(caughtUp)], FireOutcome.Skipped);
        List<DateTimeOffset> fire = [.. caughtUp, .. rest.Where(at => !missed.Contains(at))];
        if (fire.Count == 0)
        {
            return history;
        }

        bool isBusy = current.BusyUntil > now;
        bool isOneOff = task.OneOff || task.Schedule is ClockedSchedule;
        switch (task.Overlap)
        {
            case Overlap.Skip when isBusy:
                return Add(history, fire, FireOutcome.Skipped);
            case Overlap.Skip:
                history.Add(One(fire[0], revokes: false));
                return isOneOff ? history : Add(history, fire[1..], FireOutcome.Skipped);
            case Overlap.CancelPrevious when isOneOff:
                history.Add(One(fire[0], isBusy));
                return history;
            case Overlap.CancelPrevious:
                Add(history, fire[..^1], FireOutcome.Skipped);
                history.Add(One(fire[^1], isBusy));
                return history;
            default:
                history.AddRange(fire.Take(isOneOff ? 1 : Math.Min(rules.Room, 1000)).Select(at => One(at, revokes: false)));
                return history;
        }

        Expected One(DateTimeOffset at, bool revokes) =>
            new(at, at, 1, FireOutcome.Pending, missed.Contains(at) ? FireKind.CatchUp : FireKind.Scheduled, revokes);
    }

    /// <summary>The occurrences after an instant that the task has before it expires, one after the other.</summary>
    public IEnumerable<DateTimeOffset> Occurrences(DateTimeOffset after)
    {
        return task.Schedule!.OccurrencesAfter(after, new ScheduleOrigin(task.StartTime, row.Anchor)).TakeWhile(at => !(at >= task.Expires));
    }

    public DateTimeOffset Due(DateTimeOffset at)
    {
        DateTimeOffset? end = Occurrences(at).Select(next => (DateTimeOffset?)next).FirstOrDefault() ?? task.Expires;
        DateTimeOffset due = Jitter.Due(row.Id, at, task.Jitter, end);
        return task.Schedule is ClockedSchedule && due < row.Anchor ? row.Anchor.Value : due;
    }

    private static List<Expected> Add(List<Expected> history, List<DateTimeOffset> stretch, FireOutcome outcome)
    {
        if (stretch.Count > 0)
        {
            history.Add(new Expected(stretch[0], stretch[^1], stretch.Count, outcome, FireKind.Scheduled, Revokes: false));
        }

        return history;
    }
}
