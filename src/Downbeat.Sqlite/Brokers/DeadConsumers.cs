using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

/// <summary>
/// Finds consumers that stopped renewing. The wall clock alone does not condemn anybody: a clock that is set forward would, and one that is set
/// back would keep the dead alive. What counts is that no renewal was seen over a time measured here.
/// </summary>
internal sealed class DeadConsumers(TimeProvider time)
{
    private const string Condemn = "UPDATE downbeat_worker SET is_gone = 1 WHERE id = ? AND beats = ? AND is_gone = 0";

    private const string Release =
        """
        UPDATE downbeat_message SET state = CASE WHEN deliveries > 1 THEN 3 ELSE 0 END, consumer = NULL WHERE state = 2 AND consumer = ?
        """;

    private const string ReleaseUnowned =
        """
        UPDATE downbeat_message SET state = CASE WHEN deliveries > 1 THEN 3 ELSE 0 END, consumer = NULL
        WHERE state = 2 AND consumer NOT IN (SELECT id FROM downbeat_worker WHERE is_gone = 0)
        """;

    private Dictionary<long, Silence> _seen = [];

    /// <summary>Takes note of who has renewed since the last time, and tells who must be dead.</summary>
    public IReadOnlyList<WorkerRow> Observe(IReadOnlyList<WorkerRow> living, long self, DateTimeOffset now)
    {
        var seen = new Dictionary<long, Silence>(living.Count);
        var dead = new List<WorkerRow>();
        foreach (WorkerRow row in living)
        {
            TimeSpan silent = _seen.TryGetValue(row.Id, out Silence last) && last.Beats == row.Beats
                ? last.For + Shorter(time.GetElapsedTime(last.LookedAt), row.Lease / 2)
                : TimeSpan.Zero;
            seen[row.Id] = new Silence(row.Beats, silent, time.GetTimestamp());
            if (row.Id != self && (silent >= row.Lease || (row.LeaseUntil <= now && silent >= row.Lease / 2)))
            {
                dead.Add(row);
            }
        }

        _seen = seen;
        return dead;
    }

    /// <summary>Makes the messages of the dead available to others.</summary>
    public static void Recover(SqliteSession session, IReadOnlyList<WorkerRow> dead)
    {
        foreach (WorkerRow row in dead)
        {
            if (session.Get(Condemn).Add(row.Id).Add(row.Beats).Run() == 1)
            {
                session.Get(Release).Add(row.Id).Run();
                session.Touched |= Topics.Messages;
            }
        }
    }

    /// <summary>Makes messages available whose consumer has no row any more, because somebody deleted it.</summary>
    public static void ReleaseOrphans(SqliteSession session) => session.Get(ReleaseUnowned).Run();

    // Whoever did not look for long was stopped itself, and the others perhaps with it: that time proves little.
    private static TimeSpan Shorter(TimeSpan a, TimeSpan b) => a < b ? a : b;

    private readonly record struct Silence(long Beats, TimeSpan For, long LookedAt);
}
