using Downbeat.Schedules;

namespace Downbeat.Tests.Schedules;

public sealed class AllocationTests
{
    [Theory]
    [InlineData("interval: 5 minutes")]
    [InlineData("crontab: 0 4 * * * UTC")]
    [InlineData("crontab: */10 9-17 * * mon-fri America/New_York")]
    [InlineData("crontab: 30 2 29 2 mon Europe/Berlin dst_gap=skip dst_overlap=both")]
    [InlineData("solar: sunset 52.5 13.4")]
    [InlineData("clocked: 2027-11-23T12:00:00Z")]
    public void Questions_allocate_nothing(string text)
    {
        Schedule schedule = Schedule.Parse(text);
        var now = new DateTimeOffset(2026, 11, 23, 5, 30, 0, TimeSpan.Zero);
        var origin = new ScheduleOrigin(now.AddDays(-100), now);
        Ask(schedule, now, origin);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Ask(schedule, now, origin);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBe(0);
    }

    private static void Ask(Schedule schedule, DateTimeOffset now, ScheduleOrigin origin)
    {
        for (int day = 0; day < 20; day++)
        {
            schedule.NextAfter(now.AddDays(day), origin);
            schedule.LastAtOrBefore(now.AddDays(day), origin);
            schedule.CountBetween(now, now.AddDays(day % 10), origin);
        }
    }
}
