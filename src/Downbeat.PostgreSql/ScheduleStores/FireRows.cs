using System.Buffers;
using System.Text;
using Downbeat.Brokers;
using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>Fires as rows.</summary>
internal static class FireRows
{
    private const string Written =
        """
        task_id, periodic_task_id, periodic_task_name, task, kind, nominal_at, nominal_until, occurrences, due_at, fired_at, outcome, reason,
        message, send_before, catch_up, revokes_task_id, published_at, attempts, run_state, run_started_at, run_done_at, give_up_at
        """;

    /// <summary>The columns that are read, of the table <c>f</c>.</summary>
    public const string Columns =
        """
        f.seq, f.task_id, f.periodic_task_id, f.periodic_task_name, f.task, f.kind, f.nominal_at, f.nominal_until, f.occurrences, f.due_at, f.fired_at,
        f.outcome, f.reason, f.message, f.send_before, f.catch_up, f.revokes_task_id, f.published_at, f.attempts, f.run_state, f.run_started_at,
        f.run_done_at, f.give_up_at
        """;

    public const string Select = $"SELECT {Columns} FROM downbeat.fire f";

    /// <summary>How many columns are read.</summary>
    public const int Count = 23;

    private const string Insert =
        $"""
        INSERT INTO downbeat.fire ({Written}, look_again_at, manual_key, blocks)
        SELECT {Written}, look_again_at, manual_key, blocks FROM unnest(
            $1::text[], $2::uuid[], $3::text[], $4::text[], $5::smallint[], $6::timestamptz[], $7::timestamptz[], $8::bigint[], $9::timestamptz[],
            $10::timestamptz[], $11::smallint[], $12::text[], $13::text[], $14::timestamptz[], $15::smallint[], $16::text[], $17::timestamptz[],
            $18::int[], $19::text[], $20::timestamptz[], $21::timestamptz[], $22::timestamptz[], $23::timestamptz[], $24::text[], $25::boolean[])
        WITH ORDINALITY AS v ({Written}, look_again_at, manual_key, blocks, place) ORDER BY place
        ON CONFLICT (periodic_task_id, nominal_at, manual_key) DO NOTHING RETURNING seq, task_id
        """;

    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    /// <summary>Writes fires. An occurrence that has a fire already gets no other; the rows that come back are those that were written.</summary>
    /// <param name="database">The database.</param>
    /// <param name="fires">The fires, and whether their run keeps the next one from starting, or is cancelled by it: it is asked for by its task id then.</param>
    public static Command Write(PostgreSqlDatabase database, IReadOnlyList<(Fire Fire, bool Blocks)> fires)
    {
        return database.Command(Insert)
            .AddAll(fires.Select(one => one.Fire.TaskId))
            .AddAll([.. fires.Select(one => one.Fire.PeriodicTaskId)])
            .AddAll(fires.Select(one => one.Fire.PeriodicTaskName))
            .AddAll(fires.Select(one => one.Fire.Task))
            .AddAll([.. fires.Select(one => (short)one.Fire.Kind)])
            .AddAll(fires.Select(one => (DateTimeOffset?)one.Fire.Nominal))
            .AddAll(fires.Select(one => one.Fire.NominalUntil))
            .AddAll([.. fires.Select(one => one.Fire.Count)])
            .AddAll(fires.Select(one => (DateTimeOffset?)one.Fire.Due))
            .AddAll(fires.Select(one => (DateTimeOffset?)one.Fire.FiredAt))
            .AddAll([.. fires.Select(one => (short)one.Fire.Outcome)])
            .AddAll(fires.Select(one => one.Fire.Reason))
            .AddAll(fires.Select(one => one.Fire is { Outcome: FireOutcome.Pending, Message: { } message } ? Encode(message) : null))
            .AddAll(fires.Select(one => one.Fire.SendBefore))
            .AddAll([.. fires.Select(one => (short)one.Fire.CatchUp)])
            .AddAll(fires.Select(one => one.Fire.RevokesTaskId))
            .AddAll(fires.Select(one => one.Fire.PublishedAt))
            .AddAll([.. fires.Select(one => one.Fire.Attempts)])
            .AddAll(fires.Select(one => one.Fire.RunState))
            .AddAll(fires.Select(one => one.Fire.RunStartedAt))
            .AddAll(fires.Select(one => one.Fire.RunDoneAt))
            .AddAll(fires.Select(one => one.Fire.GiveUpAt))
            .AddAll(fires.Select(one => one.Fire is { Outcome: FireOutcome.Published, GiveUpAt: not null } fire ? fire.PublishedAt + FirstLook : null))
            .AddAll(fires.Select(one => one.Fire.Kind == FireKind.Manual ? one.Fire.TaskId : ""))
            .AddAll([.. fires.Select(one => one.Blocks)]);
    }

    public static Fire Read(NpgsqlDataReader row)
    {
        return new Fire
        {
            Key = row.Long(0),
            TaskId = row.Text(1),
            PeriodicTaskId = row.Guid(2),
            PeriodicTaskName = row.Text(3),
            Task = row.Text(4),
            Kind = (FireKind)row.Short(5),
            Nominal = row.Instant(6),
            NominalUntil = row.InstantOrNull(7),
            Count = row.Long(8),
            Due = row.Instant(9),
            FiredAt = row.Instant(10),
            Outcome = (FireOutcome)row.Short(11),
            Reason = row.TextOrNull(12),
            Message = row.TextOrNull(13) is { } json ? Decode(json) : null,
            SendBefore = row.InstantOrNull(14),
            CatchUp = (CatchUp)row.Short(15),
            RevokesTaskId = row.TextOrNull(16),
            PublishedAt = row.InstantOrNull(17),
            Attempts = row.Int(18),
            RunState = row.TextOrNull(19),
            RunStartedAt = row.InstantOrNull(20),
            RunDoneAt = row.InstantOrNull(21),
            GiveUpAt = row.InstantOrNull(22),
        };
    }

    // A message that cannot be read shall not keep the others from being sent.
    private static BrokerMessage? Decode(string json)
    {
        try
        {
            return BrokerMessageJson.Read(Encoding.UTF8.GetBytes(json));
        }
        catch (DownbeatException)
        {
            return null;
        }
    }

    private static string Encode(BrokerMessage message)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        BrokerMessageJson.Write(json, message);
        return Encoding.UTF8.GetString(json.WrittenSpan);
    }
}
