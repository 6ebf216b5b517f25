using System.Globalization;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.Brokers;
using Downbeat.Retention;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Overviews;

/// <summary>What somebody should look at. Pure.</summary>
internal static class Warnings
{
    public const string CleanupTask = "celery.backend_cleanup";

    private const long ManyPending = 1000;
    private static readonly TimeSpan Late = TimeSpan.FromMinutes(1);

    public static IEnumerable<Warning> Of(
        Overview overview, IReadOnlyList<PeriodicTaskEntry> quarantined, PeriodicTaskEntry? cleanup, RetentionPolicy policy)
    {
        return [.. OfBeat(overview), .. OfQueues(overview), .. OfQuarantine(quarantined), .. OfCleanup(overview, cleanup, policy)];
    }

    private static IEnumerable<Warning> OfBeat(Overview overview)
    {
        if (!overview.Beats.Any(beat => beat.IsAlive))
        {
            yield return new Warning("no-beat", "No beat is alive: nothing fires.", "Start one: downbeat beat, downbeat up, or an application that has one.");
        }
        else if (overview.Next is [{ Row.NextRun: { } due } late, ..] && overview.At - due > Late)
        {
            yield return new Warning(
                "late", $"'{late.Name}' was due at {Text(due)} and has not fired.", "Look at the log of beat: it is stuck, or cannot write.", late.Id.ToString());
        }

        if (overview.Outbox is { Pending: >= ManyPending } outbox)
        {
            yield return new Warning(
                "outbox", $"{Text(outbox.Pending)} fires wait to be published.", "Look whether the broker is away; they go out oldest first when it is back.");
        }
    }

    private static IEnumerable<Warning> OfQueues(Overview overview)
    {
        HashSet<string> consumed = overview.Workers.Where(worker => worker.IsAlive).SelectMany(worker => worker.Queues).ToHashSet(StringComparer.Ordinal);
        foreach (QueueInfo queue in overview.Queues)
        {
            if (queue.Ready > 0 && !consumed.Contains(queue.Name))
            {
                yield return new Warning(
                    "no-worker",
                    $"Queue '{queue.Name}' holds {Text(queue.Ready)} messages and no worker of Downbeat's consumes it.",
                    "Start a worker for it, unless one of Celery's does its work.",
                    queue.Name);
            }

            if (queue.DeadLetters > 0)
            {
                yield return new Warning(
                    "dead-letters", $"{Text(queue.DeadLetters)} messages of queue '{queue.Name}' could not be handled.", "Requeue or discard them.", queue.Name);
            }
        }
    }

    private static IEnumerable<Warning> OfQuarantine(IReadOnlyList<PeriodicTaskEntry> quarantined)
    {
        return quarantined.Select(entry => new Warning(
            "quarantined", $"'{entry.Name}' is quarantined: {entry.Row.Error}", "Mend it; saving it takes it out of quarantine.", entry.Id.ToString()));
    }

    private static IEnumerable<Warning> OfCleanup(Overview overview, PeriodicTaskEntry? cleanup, RetentionPolicy policy)
    {
        if (policy.DeletesNoResults)
        {
            yield break;
        }

        if (cleanup is not { Row.Enabled: true })
        {
            yield return new Warning(
                "cleanup-off",
                cleanup is null ? "The cleanup of the result backend is not installed." : "The cleanup of the result backend is disabled.",
                cleanup is null ? "Start a beat: it installs the cleanup." : "Enable it, or results pile up.",
                cleanup?.Id.ToString());
            yield break;
        }

        // Two of its own periods, or two days where that cannot be told.
        TimeSpan patience = cleanup.Row.LastRun is { } last && cleanup.Row.NextRun > last ? 2 * (cleanup.Row.NextRun.Value - last) : TimeSpan.FromDays(2);
        CleanupRecord? success = overview.Cleanups.FirstOrDefault(record => record.Run is { Outcome: CleanupRun.Done, IsDryRun: false, Trigger: not "beat" });
        if (overview.At - (success?.Run.StartedAt ?? cleanup.Row.CreatedAt) > patience)
        {
            yield return new Warning(
                "cleanup-late",
                success is null ? "The cleanup has never succeeded." : $"The cleanup has not succeeded since {Text(success.Run.StartedAt)}.",
                "Look at its last run, and whether a worker consumes downbeat.maintenance.",
                cleanup.Id.ToString());
        }
    }

    private static string Text(DateTimeOffset instant) => instant.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Text(long number) => number.ToString("N0", CultureInfo.InvariantCulture);
}
