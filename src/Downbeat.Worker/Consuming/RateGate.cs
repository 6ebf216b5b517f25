namespace Downbeat.Worker.Consuming;

/// <summary>Hands out turns at an even pace, without saving up for bursts, as Celery does. Used by one thread.</summary>
/// <remarks>
/// A turn that is near is kept for the message that got it. One that is far is only a promise of a good time to come back, spread at the same
/// pace, so that a long queue of messages comes back one by one rather than all at once; who comes back takes the next turn there is.
/// </remarks>
internal sealed class RateGate(TimeSpan spacing)
{
    /// <summary>A turn no further away than this is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);

    // Beyond this, promises are not worth much: the limit may be another by then, or other workers may have come.
    private static readonly TimeSpan Horizon = TimeSpan.FromMinutes(5);

    private readonly long _spacing = Math.Min(spacing.Ticks, TimeSpan.FromDays(366).Ticks);
    private long _last = -TimeSpan.FromDays(3 * 366).Ticks;
    private long _promised;

    /// <param name="now">The time, in ticks.</param>
    /// <param name="isPromise">Whether the turn is too far away to be waited for.</param>
    /// <returns>When it is the message's turn, in ticks; now or later.</returns>
    public long Next(long now, out bool isPromise)
    {
        long turn = Math.Max(now, _last + _spacing);
        isPromise = turn - now > Patience.Ticks;
        if (isPromise)
        {
            _promised = Math.Min(Math.Max(turn, _promised + _spacing), Math.Max(turn, now + Horizon.Ticks));
            return _promised;
        }

        return _last = turn;
    }
}
