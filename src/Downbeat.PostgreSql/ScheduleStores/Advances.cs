using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>
/// Writes how decisions advance rows that are locked. The revision guards against an edit and is never raised here; the watermark guards against
/// repetition and is never lowered here.
/// </summary>
internal static class Advances
{
    private const string Advance =
        """
        UPDATE downbeat.periodic_task p SET
            anchor = d.anchor, last_nominal_at = greatest(d.watermark, p.last_nominal_at), next_nominal_at = d.next_nominal, next_run_at = d.next_run,
            last_run_at = coalesce(d.last_run, p.last_run_at), total_run_count = p.total_run_count + d.runs,
            last_task_id = coalesce(d.task_id, p.last_task_id), last_outcome = CASE WHEN d.task_id IS NULL THEN p.last_outcome END,
            busy_until = CASE WHEN d.task_id IS NULL THEN p.busy_until ELSE d.busy_until END, enabled = d.reason IS NULL, disabled_reason = d.reason
        FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[], $4::timestamptz[], $5::timestamptz[], $6::timestamptz[], $7::timestamptz[], $8::int[],
            $9::text[], $10::timestamptz[], $11::text[])
            d (seq, revision, anchor, watermark, next_nominal, next_run, last_run, runs, task_id, busy_until, reason)
        WHERE p.seq = d.seq AND p.revision = d.revision
        """;

    private const string Quarantine =
        """
        UPDATE downbeat.periodic_task p SET error = d.error FROM unnest($1::bigint[], $2::bigint[], $3::text[]) d (seq, revision, error)
        WHERE p.seq = d.seq AND p.revision = d.revision
        """;

    public static IEnumerable<Command> Commands(PostgreSqlDatabase database, IReadOnlyList<Decided> decided)
    {
        Decided[] advanced = [.. decided.Where(one => one.Decision.Error is null)];
        if (advanced.Length > 0)
        {
            yield return database.Command(Advance)
                .AddAll([.. advanced.Select(one => one.Key)])
                .AddAll([.. advanced.Select(one => one.Row.Revision)])
                .AddAll(advanced.Select(one => one.Decision.Anchor ?? one.Row.Anchor))
                .AddAll(advanced.Select(one => one.Decision.Watermark))
                .AddAll(advanced.Select(one => one.Decision.NextNominal))
                .AddAll(advanced.Select(one => one.Decision.NextRun))
                .AddAll(advanced.Select(one => one.Decision.LastRun))
                .AddAll([.. advanced.Select(one => one.Decision.Runs)])
                .AddAll(advanced.Select(one => one.Decision.LastTaskId))
                .AddAll(advanced.Select(one => one.Decision.BusyUntil))
                .AddAll(advanced.Select(one => one.Decision.DisabledReason));
        }

        Decided[] quarantined = [.. decided.Where(one => one.Decision.Error is not null)];
        if (quarantined.Length > 0)
        {
            yield return database.Command(Quarantine)
                .AddAll([.. quarantined.Select(one => one.Key)])
                .AddAll([.. quarantined.Select(one => one.Row.Revision)])
                .AddAll(quarantined.Select(one => one.Decision.Error));
        }
    }

    /// <param name="Key">Where the row is.</param>
    /// <param name="Row">The row.</param>
    /// <param name="Decision">What was decided about it.</param>
    internal readonly record struct Decided(long Key, PeriodicTaskRow Row, TickDecision Decision);
}
