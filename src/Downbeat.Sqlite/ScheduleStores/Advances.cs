using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>
/// Writes how a decision advances a row. The revision guards against an edit and is never raised here; the watermark guards against repetition and
/// is never lowered here.
/// </summary>
internal static class Advances
{
    private const string Advance =
        """
        UPDATE downbeat_periodic_task SET
            anchor = ?, last_nominal_at = max(coalesce(?2, last_nominal_at), coalesce(last_nominal_at, ?2)), next_nominal_at = ?, next_run_at = ?,
            last_run_at = coalesce(?, last_run_at), total_run_count = total_run_count + ?, last_task_id = coalesce(?, last_task_id),
            last_outcome = CASE WHEN ? THEN NULL ELSE last_outcome END, busy_until = CASE WHEN ? THEN ? ELSE busy_until END,
            enabled = ?, disabled_reason = ?
        WHERE id = ? AND revision = ?
        """;

    private const string Quarantine = "UPDATE downbeat_periodic_task SET error = ? WHERE id = ? AND revision = ?";

    /// <returns>Whether the row was still the one that was decided about.</returns>
    public static bool Write(SqliteSession session, PeriodicTaskRow row, TickDecision decision)
    {
        if (decision.Error is { } error)
        {
            return session.Get(Quarantine).Add(error).Add(row.Id).Add(row.Revision).Run() == 1;
        }

        bool hasRun = decision.LastTaskId is not null;
        return session.Get(Advance)
            .Add(decision.Anchor ?? row.Anchor)
            .Add(decision.Watermark)
            .Add(decision.NextNominal)
            .Add(decision.NextRun)
            .Add(decision.LastRun)
            .Add(decision.Runs)
            .Add(decision.LastTaskId)
            .Add(hasRun)
            .Add(hasRun)
            .Add(decision.BusyUntil)
            .Add(decision.DisabledReason is null)
            .Add(decision.DisabledReason)
            .Add(row.Id)
            .Add(row.Revision)
            .Run() == 1;
    }
}
