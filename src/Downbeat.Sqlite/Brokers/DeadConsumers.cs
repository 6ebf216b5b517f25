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

    private Dictionary<long, (long Beats, long Since)> _seen = [];

    /// <summary>Takes note of who has renewed since the last time, and tells who must be dead.</summary>
    public IReadOnlyList<WorkerRow> Observe(IReadOnlyList<WorkerRow> living, long self, TimeSpan lease, DateTimeOffset now)
    {
        var seen = new Dictionary<long, (long Beats, long Since)>(living.Count);
        var dead = new List<WorkerRow>();
        foreach (WorkerRow row in living)
        {
            bool isKnown = _seen.TryGetValue(row.Id, out (long Beats, long Since) last) && last.Beats == row.Beats;
            long since = isKnown ? last.Since : time.GetTimestamp();
            seen[row.Id] = (row.Beats, since);
            TimeSpan silent = time.GetElapsedTime(since);
            if (row.Id != self && (silent >= lease || (row.LeaseUntil <= now && silent >= lease / 2)))
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
}
