using Downbeat.Retention;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Retention;

/// <summary>What a policy would delete, found by looking at every result: for policies that were not applied, whose expiries stand in no index.</summary>
/// <param name="Expired">Results past their expiry.</param>
/// <param name="Excess">Finished results over their task's limit.</param>
internal sealed record ResultScan(RetentionCount Expired, RetentionCount Excess)
{
    private const string Select =
        "SELECT name, state, coalesce(done_at, changed_at), keep FROM downbeat_result ORDER BY name DESC, seq DESC";

    public static ResultScan Of(SqliteSession session, RetentionPolicy policy, DateTimeOffset now)
    {
        var expired = new StateCounter();
        var excess = new StateCounter();
        string? task = null;
        long kept = 0;
        long? most = null;
        Statement select = session.Get(Select);
        while (select.Step())
        {
            string? name = select.TextOrNull(0);
            if (name != task)
            {
                task = name;
                kept = 0;
                most = name is null ? null : policy.CapOf(name)?.MaxPerTask;
            }

            var state = new TaskState(select.Text(1));
            if (policy.ExpiresAt(name, state, select.Instant(2), select.DurationOrNull(3)) <= now)
            {
                expired.Add(state.Name, 1);
            }
            else if (++kept > most && state.IsFinished)
            {
                excess.Add(state.Name, 1);
            }
        }

        return new ResultScan(expired.ToCount(), excess.ToCount());
    }
}
