using Downbeat.Testing.Clocks;
using Downbeat.Testing.Stillness;

namespace Downbeat;

/// <summary>A clock that stands until it is moved. It moves from one moment at which something happens to the next, and lets all of it happen.</summary>
public sealed class TestClock : TimeProvider
{
    private readonly TimerList _timers;
    private Pace? _pace;

    internal TestClock(DateTimeOffset start) => _timers = new TimerList(start.ToUniversalTime());

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    internal TimerList Timers => _timers;

    /// <summary>Moves the clock forward, and returns when everything that happens until then has happened.</summary>
    /// <param name="time">How far; 0 or more.</param>
    /// <param name="cancellationToken">Stops it where it is.</param>
    /// <exception cref="TimeoutException">Something goes on running for longer than 30 real seconds without waiting for the clock.</exception>
    public Task AdvanceAsync(TimeSpan time, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return AdvanceToAsync(GetUtcNow() + time, cancellationToken);
    }

    /// <summary>Moves the clock forward to an instant, and returns when everything that happens until then has happened.</summary>
    /// <param name="instant">The instant; not before now.</param>
    /// <param name="cancellationToken">Stops it where it is.</param>
    /// <exception cref="TimeoutException">Something goes on running for longer than 30 real seconds without waiting for the clock.</exception>
    public async Task AdvanceToAsync(DateTimeOffset instant, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(instant, GetUtcNow());
        Pace pace = _pace ?? throw new InvalidOperationException("the clock's application has not been started");
        await pace.SettleAsync(cancellationToken).ConfigureAwait(false);
        while (GetUtcNow() < instant)
        {
            DateTimeOffset next = pace.NextMoment is { } moment && moment < instant ? moment : instant;
            _timers.MoveTo(next);
            await pace.SettleAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _timers.Now;

    /// <inheritdoc />
    public override long GetTimestamp() => _timers.Now.UtcTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new ManualTimer(_timers, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    internal void Attach(Pace pace) => _pace = pace;
}
