using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>Periodic tasks as rows.</summary>
internal static class PeriodicTaskRows
{
    private const string Said =
        """
        name, task, schedule, args, kwargs, headers, queue, exchange, routing_key, priority, expires, expire_after, one_off, start_time, enabled,
        description, catch_up, starting_deadline, overlap, jitter, tags, revision, changed_at, changed_by, origin, application, declaration_key,
        declaration_version, declaration, is_edited, error, disabled_reason
        """;

    private const string Advanced =
        """
        anchor, last_nominal_at, next_nominal_at, next_run_at, last_run_at, total_run_count, last_task_id, last_outcome, busy_until, created_at
        """;

    public const string Select = $"SELECT id, {Said}, {Advanced}, seq FROM downbeat.periodic_task";

    public const string Insert =
        $"""
        INSERT INTO downbeat.periodic_task (id, {Said}, {Advanced})
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28, $29,
            $30, $31, $32, $33, $34, $35, $36, $37, $38, $39, $40, $41, $42, $43)
        ON CONFLICT (name) DO NOTHING RETURNING 1
        """;

    public const string Update =
        $"""
        UPDATE downbeat.periodic_task
        SET ({Said}) = ($2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23, $24, $25, $26, $27, $28,
            $29, $30, $31, $32, $33)
        WHERE id = $1
        """;

    // Beat may have settled occurrences since the row was read: the watermark goes back only for a clocked time that is in the past on purpose.
    // Runs that happened elsewhere, before a row came here, may be added; none is ever taken away.
    public const string Replan =
        """
        UPDATE downbeat.periodic_task
        SET anchor = $2, last_nominal_at = CASE WHEN $4 <= $2 THEN $3 ELSE greatest($3, last_nominal_at) END, next_nominal_at = $4, next_run_at = $5,
            last_run_at = greatest(last_run_at, $6), total_run_count = greatest(total_run_count, $7)
        WHERE id = $1
        """;

    public static Command AddSaid(this Command command, PeriodicTaskRow row)
    {
        return command
            .Add(row.Name).Add(row.Task).Add(row.Schedule).Add(row.Args).Add(row.Kwargs).Add(row.Headers)
            .Add(row.Queue).Add(row.Exchange).Add(row.RoutingKey).Add(row.Priority)
            .Add(row.Expires).Add(row.ExpiresAfter).Add(row.OneOff).Add(row.StartTime).Add(row.Enabled)
            .Add(row.Description).Add(row.CatchUp).Add(row.StartingDeadline).Add(row.Overlap).Add(row.Jitter).Add(row.Tags)
            .Add(row.Revision).Add(row.ChangedAt).Add(row.ChangedBy).Add(row.Origin).Add(row.Application)
            .Add(row.DeclarationKey).Add(row.DeclarationVersion).Add(row.Declaration).Add(row.IsEdited).Add(row.Error).Add(row.DisabledReason);
    }

    public static Command AddAdvanced(this Command command, PeriodicTaskRow row)
    {
        return command
            .Add(row.Anchor).Add(row.Watermark).Add(row.NextNominal).Add(row.NextRun).Add(row.LastRun)
            .Add(row.TotalRuns).Add(row.LastTaskId).Add(row.LastOutcome).Add(row.BusyUntil).Add(row.CreatedAt);
    }

    public static PeriodicTaskRow Read(NpgsqlDataReader row)
    {
        return new PeriodicTaskRow
        {
            Id = row.Guid(0),
            Name = row.Text(1),
            Task = row.Text(2),
            Schedule = row.Text(3),
            Args = row.Text(4),
            Kwargs = row.Text(5),
            Headers = row.Text(6),
            Queue = row.TextOrNull(7),
            Exchange = row.TextOrNull(8),
            RoutingKey = row.TextOrNull(9),
            Priority = row.IntOrNull(10),
            Expires = row.InstantOrNull(11),
            ExpiresAfter = row.DurationOrNull(12),
            OneOff = row.Bool(13),
            StartTime = row.InstantOrNull(14),
            Enabled = row.Bool(15),
            Description = row.Text(16),
            CatchUp = row.Text(17),
            StartingDeadline = row.DurationOrNull(18),
            Overlap = row.Text(19),
            Jitter = row.Duration(20),
            Tags = row.Text(21),
            Revision = row.Long(22),
            ChangedAt = row.Instant(23),
            ChangedBy = row.Text(24),
            Origin = row.Text(25),
            Application = row.TextOrNull(26),
            DeclarationKey = row.TextOrNull(27),
            DeclarationVersion = row.TextOrNull(28),
            Declaration = row.TextOrNull(29),
            IsEdited = row.Bool(30),
            Error = row.TextOrNull(31),
            DisabledReason = row.TextOrNull(32),
            Anchor = row.InstantOrNull(33),
            Watermark = row.InstantOrNull(34),
            NextNominal = row.InstantOrNull(35),
            NextRun = row.InstantOrNull(36),
            LastRun = row.InstantOrNull(37),
            TotalRuns = row.Long(38),
            LastTaskId = row.TextOrNull(39),
            LastOutcome = row.TextOrNull(40),
            BusyUntil = row.InstantOrNull(41),
            CreatedAt = row.Instant(42),
        };
    }

    /// <summary>A row and where it is.</summary>
    public static (long Key, PeriodicTaskRow Row) ReadKeyed(NpgsqlDataReader row) => (row.Long(43), Read(row));
}
