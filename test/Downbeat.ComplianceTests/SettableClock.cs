using Microsoft.Extensions.Time.Testing;

namespace Downbeat.ComplianceTests;

/// <summary>A clock that moves by hand, and whose hands can be set without time passing: timers and measurements go on as if nothing had happened.</summary>
public sealed class SettableClock : TimeProvider
{
    private readonly FakeTimeProvider _time = new(new DateTimeOffset(2026, 1, 5, 12, 0, 0, TimeSpan.Zero));
    private long _offset;

    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <summary>Lets time pass.</summary>
    public void Advance(TimeSpan time) => _time.Advance(time);

    /// <summary>Sets the hands.</summary>
    public void Set(DateTimeOffset now) => Interlocked.Exchange(ref _offset, (now - _time.GetUtcNow()).Ticks);

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow().AddTicks(Interlocked.Read(ref _offset));

    public override long GetTimestamp() => _time.GetTimestamp();

    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        return _time.CreateTimer(callback, state, dueTime, period);
    }
}
