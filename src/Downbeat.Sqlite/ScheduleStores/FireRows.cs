using System.Buffers;
using Downbeat.Brokers;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>Fires as rows.</summary>
internal static class FireRows
{
    private const string Columns =
        """
        task_id, periodic_task_id, periodic_task_name, task, kind, nominal_at, nominal_until, occurrences, due_at, fired_at, outcome, reason,
        message, send_before, catch_up, revokes_task_id, published_at, attempts, run_state, run_started_at, run_done_at, give_up_at
        """;

    public const string Select = $"SELECT seq, {Columns}, claim IS NOT NULL FROM downbeat_fire";

    /// <summary>The column that tells whether somebody claimed the row and has not settled it.</summary>
    public const int IsClaimed = 23;

    private const string Insert =
        $"""
        INSERT INTO downbeat_fire ({Columns}, look_again_at, manual_key, blocks)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (periodic_task_id, nominal_at, manual_key) DO NOTHING
        """;

    public static readonly TimeSpan FirstLook = TimeSpan.FromSeconds(1);

    /// <param name="session">The session.</param>
    /// <param name="fire">The fire.</param>
    /// <param name="blocks">Whether its run keeps the next one from starting, or is cancelled by it: it is asked for by its task id then.</param>
    /// <returns>Whether it was written: not so when its occurrence has a fire already.</returns>
    public static bool Write(SqliteSession session, Fire fire, bool blocks = false)
    {
        bool isPublished = fire.Outcome == FireOutcome.Published;
        return session.Get(Insert)
            .Add(fire.TaskId)
            .Add(fire.PeriodicTaskId)
            .Add(fire.PeriodicTaskName)
            .Add(fire.Task)
            .Add((int)fire.Kind)
            .Add(fire.Nominal)
            .Add(fire.NominalUntil)
            .Add(fire.Count)
            .Add(fire.Due)
            .Add(fire.FiredAt)
            .Add((int)fire.Outcome)
            .Add(fire.Reason)
            .AddTextOrNull(fire.Outcome == FireOutcome.Pending && fire.Message is { } message ? Encode(message) : default)
            .Add(fire.SendBefore)
            .Add((int)fire.CatchUp)
            .Add(fire.RevokesTaskId)
            .Add(fire.PublishedAt)
            .Add(fire.Attempts)
            .Add(fire.RunState)
            .Add(fire.RunStartedAt)
            .Add(fire.RunDoneAt)
            .Add(fire.GiveUpAt)
            .Add(isPublished && fire.GiveUpAt is not null ? fire.PublishedAt + FirstLook : null)
            .Add(fire.Kind == FireKind.Manual ? fire.TaskId : "")
            .Add(blocks)
            .Run() == 1;
    }

    public static Fire Read(Statement row)
    {
        return new Fire
        {
            Key = row.Long(0),
            TaskId = row.Text(1),
            PeriodicTaskId = row.Guid(2),
            PeriodicTaskName = row.Text(3),
            Task = row.Text(4),
            Kind = (FireKind)row.Int(5),
            Nominal = row.Instant(6),
            NominalUntil = row.InstantOrNull(7),
            Count = row.Long(8),
            Due = row.Instant(9),
            FiredAt = row.Instant(10),
            Outcome = (FireOutcome)row.Int(11),
            Reason = row.TextOrNull(12),
            Message = row.IsNull(13) ? null : Decode(row.Bytes(13)),
            SendBefore = row.InstantOrNull(14),
            CatchUp = (CatchUp)row.Int(15),
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
    private static BrokerMessage? Decode(ReadOnlySpan<byte> json)
    {
        try
        {
            return BrokerMessageJson.Read(json);
        }
        catch (DownbeatException)
        {
            return null;
        }
    }

    private static ReadOnlySpan<byte> Encode(BrokerMessage message)
    {
        var json = new ArrayBufferWriter<byte>(1024);
        BrokerMessageJson.Write(json, message);
        return json.WrittenSpan;
    }
}
