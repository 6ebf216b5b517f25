using Downbeat.Beat.Ticking;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Beat.Tests.Ticking;

/// <summary>A periodic task, how its occurrences are judged, and how the clock goes on from tick to tick.</summary>
internal sealed record Scenario(PeriodicTask Task, BeatRules Rules, IReadOnlyList<Step> Steps)
{
    // Stands first, because the other is made of it.
    private static Gen<Schedule> Schedules { get; } = Gen.OneOf(
        Gen.Choose(1, 120).Select(seconds => (Schedule)Schedule.Every(TimeSpan.FromSeconds(seconds))),
        Gen.Choose(1_000_001, 90_000_000).Select(microseconds => (Schedule)Schedule.Every(TimeSpan.FromMicroseconds(microseconds))),
        Gen.Elements("* * * * *", "*/5 * * * *", "7,8,40 * * * *", "0 */2 * * *", "30 2 * * *", "0 4 * * mon")
            .SelectMany(text => Gen.Elements("UTC", "Europe/Berlin", "Australia/Lord_Howe").Select(zone => (Schedule)Schedule.Crontab(text, zone))),
        Gen.Choose(-3_000, 9_000).Select(seconds => (Schedule)Schedule.Clocked(Some.Now.AddSeconds(seconds))));

    public static Gen<Scenario> Any { get; } =
        from schedule in Schedules
        from start in Gen.Choose(-5_000, 5_000)
        from expires in Gen.Choose(1, 20_000)
        from flags in Gen.ArrayOf(Gen.Elements(true, false, false), 4)
        from deadline in Gen.Choose(1, 2_000)
        from jitter in Gen.Choose(1, 300)
        from catchUp in Gen.Elements(Enum.GetValues<CatchUp>())
        from overlap in Gen.Elements(Enum.GetValues<Overlap>())
        from isOneOff in Gen.Frequency((4, Gen.Constant(false)), (1, Gen.Constant(true)))
        from missedAfter in Gen.Elements(1, 10, 60, 3_600)
        from room in Gen.Elements(1, 2, 7, BeatRules.MostFires, BeatRules.MostFires)
        from steps in Gen.ListOf(Step.Any, 12)
        let isJittered = flags[2] && jitter < deadline
        select new Scenario(
            new PeriodicTask("scenario", "reports.build")
            {
                Schedule = schedule,
                StartTime = flags[0] ? Some.Now.AddSeconds(start) : null,
                Expires = flags[1] ? Some.Now.AddSeconds(Math.Max(start, 0) + expires) : null,
                Jitter = isJittered ? TimeSpan.FromSeconds(jitter) : TimeSpan.Zero,
                StartingDeadline = flags[3] ? TimeSpan.FromSeconds(deadline) : null,
                CatchUp = catchUp,
                Overlap = overlap,
                OneOff = isOneOff,
            },
            new BeatRules(TimeSpan.FromSeconds(missedAfter), IsBackendShared: true, room),
            [.. steps]);
}

/// <summary>What happens between two ticks.</summary>
/// <param name="Elapsed">How far the clock goes; backwards when it is set.</param>
/// <param name="Finishes">Whether the last run has finished by then.</param>
internal readonly record struct Step(TimeSpan Elapsed, bool Finishes)
{
    public static Gen<Step> Any { get; } =
        from elapsed in Gen.Frequency(
            (4, Gen.Choose(0, 3_000_000).Select(value => TimeSpan.FromMicroseconds(value))),
            (4, Gen.Choose(0, 200).Select(value => TimeSpan.FromSeconds(value))),
            (2, Gen.Choose(0, 6_000).Select(value => TimeSpan.FromSeconds(value))),
            (1, Gen.Choose(-4_000, 0).Select(value => TimeSpan.FromSeconds(value))))
        from finishes in Gen.Elements(true, false)
        select new Step(elapsed, finishes);
}
