using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Dispatch;

/// <summary>Decides what is copied of a run, and when to look again. Pure.</summary>
internal static class RunCopies
{
    private static readonly TimeSpan Shortest = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    // Longer than until the next look, so that a look that comes late does not set free what still runs.
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(60);

    /// <summary>What is copied of a run that was looked up in its turn.</summary>
    /// <param name="run">The run as the store knows it.</param>
    /// <param name="state">Where it stands; null when the result backend knows nothing of it.</param>
    /// <param name="now">The time.</param>
    public static RunCopy Of(UnfinishedRun run, TaskStateInfo? state, DateTimeOffset now)
    {
        if (state is not null)
        {
            return Of(run.Key, state, now + Delay(now - run.PublishedAt));
        }

        // A result that was there and is gone was deleted: the run has finished, as far as anybody will ever know.
        bool isOver = run.RunState is not null || now >= run.GiveUpAt;
        return new RunCopy(run.Key, run.TaskId, State: null, StartedAt: null, DoneAt: null, isOver ? null : now + Delay(now - run.PublishedAt));
    }

    /// <summary>What is copied of a run that blocks the next one, and was looked up because that one is due.</summary>
    /// <param name="state">Where it stands.</param>
    /// <param name="now">The time.</param>
    public static RunCopy OfBusy(TaskStateInfo state, DateTimeOffset now) => Of(key: 0, state, now + Shortest);

    private static RunCopy Of(long key, TaskStateInfo state, DateTimeOffset lookAgainAt)
    {
        return state.State.IsFinished
            ? new RunCopy(key, state.Id, state.State.Name, state.StartedAt, state.DoneAt, LookAgainAt: null)
            : new RunCopy(key, state.Id, state.State.Name, state.StartedAt, DoneAt: null, lookAgainAt) { BlocksUntil = lookAgainAt + Grace };
    }

    // Half of its age: quick runs are seen to finish soon, slow ones are not asked for all the time.
    private static TimeSpan Delay(TimeSpan age)
    {
        TimeSpan half = age / 2;
        return half < Shortest ? Shortest : half > Longest ? Longest : half;
    }
}
