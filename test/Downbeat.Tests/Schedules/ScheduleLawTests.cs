using Downbeat.Schedules;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Schedules;

/// <summary>What holds for every schedule, wherever it starts and whenever it is asked.</summary>
public sealed class ScheduleLawTests
{
    private static readonly TimeSpan Microsecond = TimeSpan.FromMicroseconds(1);

    [Fact]
    public void The_next_occurrence_is_later_than_the_instant_and_not_before_the_start()
        => Check(static (schedule, origin, at) => schedule.NextAfter(at, origin) is not { } next
            || (next > at && next.Offset == TimeSpan.Zero && !(next < origin.StartTime)));

    [Fact]
    public void The_last_occurrence_is_not_later_than_the_instant_nor_before_the_start()
        => Check(static (schedule, origin, at) => schedule.LastAtOrBefore(at, origin) is not { } last
            || (last <= at && last.Offset == TimeSpan.Zero && !(last < origin.StartTime)));

    [Fact]
    public void An_occurrence_is_found_from_just_before_it_and_at_it()
        => Check(static (schedule, origin, at) => schedule.NextAfter(at, origin) is not { } next
            || (schedule.NextAfter(next - Microsecond, origin) == next && schedule.LastAtOrBefore(next, origin) == next));

    [Fact]
    public void Nothing_lies_between_the_last_occurrence_and_the_next()
        => Check(static (schedule, origin, at) =>
        {
            DateTimeOffset? next = schedule.NextAfter(at, origin);
            DateTimeOffset? last = schedule.LastAtOrBefore(at, origin);
            return (next is null || schedule.LastAtOrBefore(next.Value - Microsecond, origin) == last)
                && (last is null || schedule.NextAfter(last.Value, origin) == next);
        });

    [Fact]
    public void The_count_is_the_number_of_steps()
        => Check(static (schedule, origin, at) =>
        {
            DateTimeOffset[] steps = [.. schedule.OccurrencesAfter(at, origin).Take(schedule.Kind == ScheduleKind.Solar ? 5 : 40)];
            return steps.Select((step, index) => schedule.CountBetween(at, step, origin) == index + 1
                && schedule.CountBetween(at, step - Microsecond, origin) == index).All(static isRight => isRight);
        });

    [Fact]
    public void Counts_of_neighbouring_stretches_add_up()
        => Check(static (schedule, origin, at) =>
        {
            TimeSpan span = schedule.Kind == ScheduleKind.Solar ? TimeSpan.FromDays(30) : TimeSpan.FromDays(3000);
            DateTimeOffset middle = at < DateTimeOffset.MaxValue - (2 * span) ? at + span : at;
            DateTimeOffset end = at < DateTimeOffset.MaxValue - (2 * span) ? middle + span : DateTimeOffset.MaxValue;
            long parts = schedule.CountBetween(at, middle, origin) + schedule.CountBetween(middle, end, origin);
            return parts == schedule.CountBetween(at, end, origin)
                && schedule.CountBetween(end, at, origin) == 0
                && schedule.CountBetween(at, at, origin) == 0;
        });

    [Fact]
    public void The_text_reads_back_to_an_equal_schedule_with_the_same_text()
        => Check(static (schedule, _, _) =>
        {
            Schedule read = Schedule.Parse(schedule.ToString());
            return read.Equals(schedule) && read.GetHashCode() == schedule.GetHashCode()
                && string.Equals(read.ToString(), schedule.ToString(), StringComparison.Ordinal)
                && schedule.Describe().Length > 0;
        });

    private static void Check(Func<Schedule, ScheduleOrigin, DateTimeOffset, bool> law)
        => Prop.ForAll(ScheduleGen.Question.ToArbitrary(), question => law(question.Schedule, question.Origin, question.At))
            .Check(Config.QuickThrowOnFailure.WithMaxTest(400 / Sample.Step).WithQuietOnSuccess(true));
}
