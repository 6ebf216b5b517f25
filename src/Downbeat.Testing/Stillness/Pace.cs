using Downbeat.Hosting.InMemory;
using Downbeat.Testing.Recording;
using Downbeat.Worker.Hosting;

namespace Downbeat.Testing.Stillness;

/// <summary>Tells when nothing more happens at the moment the clock shows, and at which moment something happens next.</summary>
internal sealed class Pace(TestClock clock, MemoryDatabase memory, RunRecorder recorder, WorkerService worker)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan LooksAgainAfter = TimeSpan.FromMilliseconds(1);

    // A run that has a timer of the clock waits for it, or works under a time limit of its own: which of them, only time tells.
    private static readonly TimeSpan Doubt = TimeSpan.FromMilliseconds(200);
    private Moves? _stillAt;

    /// <summary>The next moment at which something happens; null when nothing is known of.</summary>
    public DateTimeOffset? NextMoment
    {
        get
        {
            (DateTimeOffset? next, bool isAtWork) = memory.Read(() => (
                Earlier(memory.TaskRows.NextRun(clock.GetUtcNow()), memory.MessageRows.NextDelayed), memory.MessageRows.Held.Count > 0));
            return isAtWork ? Earlier(next, clock.Timers.Next) : next;
        }
    }

    private Moves Changes => new(clock.Timers.Changes, recorder.Changes, worker.Stopping);

    /// <summary>Waits until nothing more happens without the clock.</summary>
    public async Task SettleAsync(CancellationToken cancellationToken)
    {
        TimeProvider real = TimeProvider.System;
        long began = real.GetTimestamp();
        long changedAt = began;
        Moves changes = Changes;
        while (clock.Timers.HasDue || !memory.Read(() => !IsDue() && !IsReady() && memory.MessageRows.Held.Count == 0))
        {
            if (Changes != changes)
            {
                changes = Changes;
                changedAt = real.GetTimestamp();
            }

            if (OnlyTheClockHelps() && (changes == _stillAt || real.GetElapsedTime(changedAt) > Doubt) && changes == Changes)
            {
                _stillAt = changes;
                return;
            }

            if (real.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"still at work after {Patience.TotalSeconds:F0} s: {Describe()}");
            }

            Nudge();
            await Task.Delay(LooksAgainAfter, real, cancellationToken).ConfigureAwait(false);
        }
    }

    private static DateTimeOffset? Earlier(DateTimeOffset? one, DateTimeOffset? other) => one is null || other < one ? other ?? one : one;

    private bool IsDue()
    {
        DateTimeOffset now = clock.GetUtcNow();
        return memory.TaskRows.NextRun(now) <= now
            || memory.FireRows.PendingCount > 0
            || memory.MessageRows.NextDelayed <= now;
    }

    private bool IsReady() => memory.MessageRows.Waiting.Any(static message => message.AvailableAt is null);

    // Each message in hand is a run that waits for the clock, or stands by until the clock or another run lets it begin.
    private bool OnlyTheClockHelps()
    {
        if (clock.Timers.HasDue)
        {
            return false;
        }

        HashSet<string> waiting = clock.Timers.WaitingTasks();
        ICollection<string> running = recorder.RunningTasks;
        return running.All(waiting.Contains)
            && worker.Running <= running.Count
            && memory.Read(() => !IsDue() && !(worker.HasFreeSlot && IsReady())
                && memory.MessageRows.Held.Count <= running.Count + worker.StandingBy);
    }

    // Beat or worker may have armed its timer just when the clock was moved, for a moment that has passed: they look again.
    private void Nudge()
    {
        memory.Schedule.Raise();
        memory.Messages.Raise();
    }

    private string Describe()
    {
        return memory.Read(() =>
            $"{memory.MessageRows.Held.Count} messages in hand, running: {string.Join(", ", recorder.RunningTasks)}; due now: {IsDue() || IsReady()}");
    }

    /// <summary>Differs whenever a run has begun, has ended, has been told to stop, or has armed or disarmed a timer in between.</summary>
    private readonly record struct Moves(long Waits, long Runs, int Stopping);
}
