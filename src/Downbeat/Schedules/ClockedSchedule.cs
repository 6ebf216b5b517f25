using System.Globalization;

namespace Downbeat.Schedules;

/// <summary>One instant, in whole microseconds, UTC.</summary>
public sealed record ClockedSchedule : Schedule
{
    private const string Allowed = "an instant in ISO 8601 with Z or an offset, such as 2026-11-23T12:00:00Z";

    private static readonly string[] Formats =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF'Z'",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFzzz",
    ];

    internal ClockedSchedule(DateTimeOffset at) => At = ScheduleInstants.CutToMicroseconds(at);

    /// <summary>The instant; anything finer than a microsecond was cut off.</summary>
    public DateTimeOffset At { get; }

    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.Clocked;

    /// <inheritdoc/>
    public override string Describe() => At.ToString("'Once at 'yyyy-MM-dd HH:mm:ss.FFFFFF' UTC'", CultureInfo.InvariantCulture);

    internal static Parsed<ClockedSchedule> Create(string text)
        => DateTimeOffset.TryParseExact(text, Formats, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset at)
            ? new ClockedSchedule(at)
            : new InvalidValueException("clocked", text, Allowed);

    private protected override long Next(long after, in ScheduleOrigin origin) => after < At.UtcTicks ? At.UtcTicks : ScheduleInstants.None;

    private protected override long Previous(long until, in ScheduleOrigin origin) => until >= At.UtcTicks ? At.UtcTicks : ScheduleInstants.None;

    private protected override long Count(long after, long until, in ScheduleOrigin origin)
        => after < At.UtcTicks && until >= At.UtcTicks ? 1 : 0;

    private protected override string ToBody() => At.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture);
}
