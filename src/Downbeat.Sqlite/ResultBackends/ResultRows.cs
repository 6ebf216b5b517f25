using System.Buffers;
using System.Text.Json;
using Downbeat.ResultBackends;
using Downbeat.Serialization;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ResultBackends;

/// <summary>Results as rows.</summary>
internal static class ResultRows
{
    // A finished result is never replaced: of two runs of one task the first result counts.
    private const string Upsert =
        """
        INSERT INTO downbeat_result
            (task_id, state, name, value, exception, traceback, args, kwargs, worker, queue, retries, received_at, started_at, done_at,
             next_retry_at, parent_id, root_id, group_id, periodic_task_name, progress, keep, changed_at, expires_at)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        ON CONFLICT (task_id) DO UPDATE SET
            state = excluded.state, name = excluded.name, value = excluded.value, exception = excluded.exception, traceback = excluded.traceback,
            args = excluded.args, kwargs = excluded.kwargs, worker = excluded.worker, queue = excluded.queue, retries = excluded.retries,
            received_at = excluded.received_at, started_at = excluded.started_at, done_at = excluded.done_at,
            next_retry_at = excluded.next_retry_at, parent_id = excluded.parent_id, root_id = excluded.root_id, group_id = excluded.group_id,
            periodic_task_name = excluded.periodic_task_name, progress = coalesce(excluded.progress, progress), keep = excluded.keep,
            changed_at = excluded.changed_at, expires_at = excluded.expires_at
        WHERE downbeat_result.state NOT IN ('SUCCESS', 'FAILURE', 'REVOKED')
        """;

    private const string Columns =
        """
        task_id, state, name, value, exception, traceback, args, kwargs, worker, queue, retries, received_at, started_at, done_at,
        next_retry_at, parent_id, root_id, group_id, periodic_task_name, progress, keep, expires_at, seq
        """;

    public const string SelectOne = $"SELECT {Columns} FROM downbeat_result WHERE task_id = ?";
    public const string SelectMany = $"SELECT {Columns} FROM downbeat_result WHERE seq < ?";

    /// <summary>As the index of them says it: an index is used only for what is known to be in it.</summary>
    public const string IsFailed = " AND state IN ('FAILURE', 'RETRY', 'REVOKED')";

    public const string SelectState = "SELECT task_id, state, started_at, done_at FROM downbeat_result WHERE task_id = ?";
    public const string Delete = "DELETE FROM downbeat_result WHERE task_id = ?";

    public static void Write(SqliteSession session, TaskResult result, DateTimeOffset now)
    {
        session.Get(Upsert)
            .Add(result.Id)
            .Add(result.State.Name)
            .Add(result.Name)
            .AddTextOrNull(result.Value.Span)
            .AddTextOrNull(ExceptionJson(result.Exception))
            .Add(result.Exception?.Traceback)
            .AddTextOrNull(result.Args.Span)
            .AddTextOrNull(result.Kwargs.Span)
            .Add(result.Worker)
            .Add(result.Queue)
            .Add(result.Retries)
            .Add(result.ReceivedAt)
            .Add(result.StartedAt)
            .Add(result.DoneAt)
            .Add(result.NextRetryAt)
            .Add(result.ParentId)
            .Add(result.RootId)
            .Add(result.GroupId)
            .Add(result.PeriodicTaskName)
            .Add(result.Progress is null ? null : JsonSerializer.Serialize(result.Progress, SqliteJson.Default.TaskProgress))
            .Add(result.Keep)
            .Add(now)
            .Add(result.ExpiresAt)
            .Run();
        session.Touched |= Topics.Results;
    }

    public static TaskResult Read(Statement row)
    {
        return new TaskResult
        {
            Id = row.Text(0),
            State = new TaskState(row.Text(1)),
            Name = row.TextOrNull(2),
            Value = row.Bytes(3).ToArray(),
            Exception = row.IsNull(4) ? null : ReadException(row),
            Args = row.Bytes(6).ToArray(),
            Kwargs = row.Bytes(7).ToArray(),
            Worker = row.TextOrNull(8),
            Queue = row.TextOrNull(9),
            Retries = row.Int(10),
            ReceivedAt = row.InstantOrNull(11),
            StartedAt = row.InstantOrNull(12),
            DoneAt = row.InstantOrNull(13),
            NextRetryAt = row.InstantOrNull(14),
            ParentId = row.TextOrNull(15),
            RootId = row.TextOrNull(16),
            GroupId = row.TextOrNull(17),
            PeriodicTaskName = row.TextOrNull(18),
            Progress = row.IsNull(19) ? null : JsonSerializer.Deserialize(row.Bytes(19), SqliteJson.Default.TaskProgress),
            Keep = row.DurationOrNull(20),
            ExpiresAt = row.InstantOrNull(21),
        };
    }

    public static TaskStateInfo ReadState(Statement row)
    {
        return new TaskStateInfo(row.Text(0), new TaskState(row.Text(1)), row.InstantOrNull(2), row.InstantOrNull(3));
    }

    private static ReadOnlySpan<byte> ExceptionJson(ExceptionInfo? exception)
    {
        if (exception is null)
        {
            return default;
        }

        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            exception.Write(json);
        }

        return output.WrittenSpan;
    }

    private static ExceptionInfo ReadException(Statement row)
    {
        return ExceptionInfo.FromJson(JsonElement.Parse(row.Bytes(4)), row.TextOrNull(5));
    }
}
