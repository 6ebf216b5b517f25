using Downbeat.ScheduleStores;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.ScheduleStores;

public sealed class JitterTests
{
    private static readonly Guid Id = Guid.Parse("6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0");
    private static readonly DateTimeOffset Nominal = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_delay_is_the_same_on_every_machine_and_in_every_release()
    {
        // Written down once: a change of the hash would move every jittered task of everybody.
        Jitter.Due(Id, Nominal, TimeSpan.FromHours(1), next: null).ShouldBe(Nominal.AddMicroseconds(PinnedDelay));
    }

    [Fact]
    public void A_delay_lies_within_its_range_and_before_the_next_occurrence()
    {
        Prop.ForAll(
            (from task in Gen.ArrayOf(Gen.Choose(0, 255), 16)
             from second in Gen.Choose(0, int.MaxValue)
             from jitter in Gen.Choose(0, int.MaxValue)
             from gap in Gen.Choose(1, int.MaxValue)
             select (new Guid([.. task.Select(value => (byte)value)]), Nominal.AddSeconds(second), TimeSpan.FromMicroseconds(jitter), TimeSpan.FromMicroseconds(gap)))
            .ToArbitrary(),
            question =>
            {
                (Guid id, DateTimeOffset nominal, TimeSpan jitter, TimeSpan gap) = question;
                DateTimeOffset due = Jitter.Due(id, nominal, jitter, nominal + gap);
                return due >= nominal && (due < nominal + jitter || due == nominal) && due < nominal + gap
                    && due == Jitter.Due(id, nominal, jitter, nominal + gap)
                    && due.Ticks % TimeSpan.TicksPerMicrosecond == 0;
            }).Check(Config.QuickThrowOnFailure.WithMaxTest(2_000));
    }

    [Fact]
    public void Delays_spread_evenly()
    {
        int[] tenths = new int[10];
        for (int i = 0; i < 10_000; i++)
        {
            TimeSpan delay = Jitter.Due(Id, Nominal.AddMinutes(i), TimeSpan.FromSeconds(10), next: null) - Nominal.AddMinutes(i);
            tenths[(int)delay.TotalSeconds]++;
        }

        tenths.ShouldAllBe(count => count > 850 && count < 1150);
    }

    [Fact]
    public void Two_tasks_of_the_same_schedule_are_delayed_differently()
    {
        Enumerable.Range(0, 1000)
            .Select(i => Jitter.Due(new Guid(i, 0, 0, new byte[8]), Nominal, TimeSpan.FromDays(1), next: null))
            .Distinct()
            .Count()
            .ShouldBe(1000);
    }

    [Fact]
    public void No_jitter_is_no_delay()
    {
        Jitter.Due(Id, Nominal, TimeSpan.Zero, next: null).ShouldBe(Nominal);
        Jitter.Due(Id, Nominal, TimeSpan.FromHours(1), Nominal).ShouldBe(Nominal);
    }

    private const long PinnedDelay = 1_006_035_189;
}
