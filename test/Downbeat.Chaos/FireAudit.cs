using Downbeat.Schedules;
using Downbeat.ScheduleStores;

namespace Downbeat.Chaos;

/// <summary>
/// Compares the history of a periodic task with the occurrences its schedule names: each of them stands in exactly one row, and what was skipped
/// was skipped by a rule that applied.
/// </summary>
internal sealed class FireAudit
{
    private readonly PeriodicTaskRow _row;
    private readonly PeriodicTask _task;
    private readonly List<Fire> _fires;
    private readonly List<DateTimeOffset> _expected;

    public FireAudit(PeriodicTaskEntry entry, IEnumerable<Fire> fires)
    {
        _row = entry.Row;
        _task = entry.Task.ShouldNotBeNull();
        _fires = [.. fires.Where(fire => fire.PeriodicTaskId == entry.Id).OrderBy(fire => fire.Nominal)];
        var origin = new ScheduleOrigin(_row.StartTime, _row.Anchor);
        _expected = [.. _task.Schedule!.OccurrencesAfter(_row.CreatedAt, origin).TakeWhile(at => at <= _row.Watermark)];
    }

    /// <summary>How many occurrences it covers.</summary>
    public int Occurrences => _expected.Count;

    public void Check()
    {
        _row.Error.ShouldBeNull(_row.Name);
        CheckOccurrences();
        foreach (Fire fire in _fires)
        {
            CheckRule(fire);
        }

        _fires.Count(fire => fire.Outcome == FireOutcome.Published || fire.Attempts > 0).ShouldBe((int)_row.TotalRuns, _row.Name);
        if (_task.OneOff || _task.Schedule!.Kind == ScheduleKind.Clocked)
        {
            _fires.Count(fire => fire.Outcome == FireOutcome.Published).ShouldBeLessThanOrEqualTo(1, _row.Name);
        }
    }

    private void CheckOccurrences()
    {
        var covered = new List<DateTimeOffset>();
        foreach (Fire fire in _fires)
        {
            DateTimeOffset until = fire.NominalUntil ?? fire.Nominal;
            DateTimeOffset[] stretch = [.. _expected.Where(at => at >= fire.Nominal && at <= until)];
            stretch.Length.ShouldBe((int)fire.Count, $"{_row.Name}: {Describe(fire)} counts its occurrences");
            covered.AddRange(stretch);
        }

        covered.ShouldBe(_expected, $"{_row.Name}: each occurrence has exactly one fire");
        _fires.Select(fire => fire.TaskId).ShouldBeUnique();
    }

    private void CheckRule(Fire fire)
    {
        switch (fire.Outcome)
        {
            case FireOutcome.Published:
                fire.Count.ShouldBe(1, Describe(fire));
                (fire.Kind == FireKind.CatchUp && _task.CatchUp == CatchUp.None).ShouldBeFalse(Describe(fire));
                break;
            case FireOutcome.Skipped when fire.Attempts > 0:
                // Judged again by the relay, when it was about to be sent.
                (_task.CatchUp != CatchUp.All || _task.StartingDeadline is not null).ShouldBeTrue(Describe(fire));
                fire.Reason.ShouldNotBeNull().ShouldContain("while it waited to be sent");
                break;
            case FireOutcome.Skipped:
                CheckSkipped(fire);
                break;
            default:
                Assert.Fail($"{_row.Name}: {Describe(fire)}");
                break;
        }
    }

    private void CheckSkipped(Fire fire)
    {
        if (_task.Overlap == Overlap.Skip && fire.Reason!.Contains("has not finished", StringComparison.Ordinal))
        {
            return;
        }

        TimeSpan late = fire.FiredAt - (fire.NominalUntil ?? fire.Nominal);
        if (_task.StartingDeadline is { } deadline && fire.Reason!.Contains("starting deadline", StringComparison.Ordinal))
        {
            late.ShouldBeGreaterThanOrEqualTo(deadline, Describe(fire));
            return;
        }

        _task.CatchUp.ShouldNotBe(CatchUp.All, Describe(fire));
        late.ShouldBeGreaterThan(Site.MissedAfter, $"{_row.Name}: only what was missed is skipped, {Describe(fire)}");
        if (_task is { CatchUp: CatchUp.Latest, Overlap: Overlap.Allow })
        {
            Fire next = _fires[_fires.IndexOf(fire) + 1];
            next.Kind.ShouldBe(FireKind.CatchUp, $"{_row.Name}: the latest missed one follows {Describe(fire)}");
        }
    }

    private static string Describe(Fire fire)
    {
        return $"{fire.PeriodicTaskName} {fire.Kind} {fire.Outcome} {fire.Nominal:O}..{fire.NominalUntil:O} x{fire.Count} fired {fire.FiredAt:O} "
            + $"attempts {fire.Attempts} {fire.TaskId}: {fire.Reason}";
    }
}
