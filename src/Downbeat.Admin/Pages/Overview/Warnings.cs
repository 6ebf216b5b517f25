using Downbeat.Admin.Texts;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Retention;

namespace Downbeat.Admin.Pages.Overview;

/// <summary>Decides what to warn of. Pure: the time is that of the snapshot.</summary>
internal static class Warnings
{
    private static readonly TimeSpan OutboxPatience = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan CleanupPatience = TimeSpan.FromDays(2);

    public static IReadOnlyList<Warning> Of(OverviewSnapshot now, RetentionPolicy policy)
    {
        return [.. Places(now), .. Fleet(now), .. Work(now), .. Cleanup(now, policy)];
    }

    private static IEnumerable<Warning> Places(OverviewSnapshot now)
    {
        foreach (string problem in now.Away)
        {
            yield return new Warning("bad", "Not available right now: {0}", [problem], null);
        }
    }

    private static IEnumerable<Warning> Fleet(OverviewSnapshot now)
    {
        if (now.Beats is { } beats && !beats.Any(beat => beat.IsAlive))
        {
            yield return new Warning("bad", "No beat is alive: nothing fires by schedule. Start one with ‘downbeat beat’ or ‘downbeat up’.", [], "/workers");
        }

        if (now.Workers is { } workers && !workers.Any(worker => worker.IsAlive))
        {
            yield return new Warning("warn", "No worker is alive: what is sent waits. Start one with ‘downbeat worker’, or Celery's.", [], "/workers");
        }

        foreach (QueueInfo queue in Unserved(now).Take(5))
        {
            yield return new Warning(
                "warn", "{0} messages wait in the queue ‘{1}’, which no living worker of Downbeat's consumes.", [Numbers.Whole(queue.Ready), queue.Name], "/queues");
        }
    }

    // Celery's own workers do not tell of themselves here; a warning is only given where ours are known.
    private static IEnumerable<QueueInfo> Unserved(OverviewSnapshot now)
    {
        if (now.Workers is not { } workers || now.Queues is not { } queues || !workers.Any(worker => worker.IsAlive))
        {
            return [];
        }

        var served = workers.Where(worker => worker.IsAlive).SelectMany(worker => worker.Queues).ToHashSet(StringComparer.Ordinal);
        return queues.Where(queue => queue.Ready > 0 && !served.Contains(queue.Name) && queue.Name != DownbeatOptions.MaintenanceQueue);
    }

    private static IEnumerable<Warning> Work(OverviewSnapshot now)
    {
        if (now.Quarantined is [var first, ..])
        {
            yield return new Warning("bad", "A periodic task is quarantined and does not fire: ‘{0}’. See what is wrong, and change it.", [first.Name], "/periodic?state=quarantined");
        }

        if (now.Outbox is { OldestAt: { } oldest, Pending: var pending } && now.At - oldest > OutboxPatience)
        {
            yield return new Warning(
                "bad", "{0} fires wait to be sent, the oldest for {1}: the broker does not take them.", [Numbers.Whole(pending), Numbers.Duration(now.At - oldest)], null);
        }

        if (now.DeadLetters > 0)
        {
            yield return new Warning("warn", "{0} messages could not be handled. Requeue or discard them.", [Numbers.Whole(now.DeadLetters)], "/dead-letters");
        }
    }

    private static IEnumerable<Warning> Cleanup(OverviewSnapshot now, RetentionPolicy policy)
    {
        if (policy.DeletesNoResults)
        {
            yield return new Warning("info", "Results are kept for ever: no cleanup is installed.", [], "/cleanup");
            yield break;
        }

        if (now.CleanupTask is { Row: { Enabled: false } row })
        {
            yield return new Warning("warn", "The cleanup is disabled ({0}): results pile up. Enable it, or say that they are kept for ever.", [row.DisabledReason ?? "–"], $"/periodic/{row.Id}");
        }
        else if (now.CleanupTask is { } task && now.Cleanups is { } runs && IsOverdue(now, task.Row.CreatedAt, runs))
        {
            yield return new Warning("warn", "The cleanup has not succeeded for two days.", [], "/cleanup");
        }
    }

    private static bool IsOverdue(OverviewSnapshot now, DateTimeOffset since, IReadOnlyList<AspNetCore.Operations.Cleanups.CleanupRecord> runs)
    {
        DateTimeOffset last = runs.Where(record => record.Run is { Outcome: CleanupRun.Done, IsDryRun: false }).Select(record => record.Run.StartedAt).DefaultIfEmpty(since).Max();
        return now.At - last > CleanupPatience;
    }
}
