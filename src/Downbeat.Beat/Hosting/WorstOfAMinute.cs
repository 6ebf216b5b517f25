namespace Downbeat.Beat.Hosting;

/// <summary>The largest of the times added within the last minute, to ten seconds. Not safe for concurrent use.</summary>
internal sealed class WorstOfAMinute(TimeProvider time)
{
    private const int Slots = 6;
    private static readonly TimeSpan Slot = TimeSpan.FromSeconds(10);
    private readonly TimeSpan[] _worst = new TimeSpan[Slots];
    private readonly long _start = time.GetTimestamp();
    private long _slot;

    public TimeSpan Value
    {
        get
        {
            Turn();
            return _worst.Max();
        }
    }

    public void Add(TimeSpan value)
    {
        Turn();
        ref TimeSpan worst = ref _worst[_slot % Slots];
        worst = value > worst ? value : worst;
    }

    private void Turn()
    {
        long slot = time.GetElapsedTime(_start).Ticks / Slot.Ticks;
        for (long passed = Math.Max(_slot + 1, slot - Slots + 1); passed <= slot; passed++)
        {
            _worst[passed % Slots] = TimeSpan.Zero;
        }

        _slot = Math.Max(_slot, slot);
    }
}
