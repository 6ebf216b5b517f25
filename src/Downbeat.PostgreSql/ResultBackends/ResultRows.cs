using System.Buffers;
using System.Text.Json;
using Downbeat.PostgreSql.Connections;
using Downbeat.Serialization;
using Downbeat.ResultBackends;
using Npgsql;

namespace Downbeat.PostgreSql.ResultBackends;

/// <summary>Results as rows.</summary>
internal static class ResultRows
{
    private const int LongestValue = 256 * 1024 * 1024;
    private const int MostRows = 1_000;

    private const string Written =
        """
        task_id, state, name, value, exception, traceback, args, kwargs, worker, queue, retries, received_at, started_at, done_at,
        next_retry_at, parent_id, root_id, group_id, periodic_task_name, progress, keep, expires_at
        """;

    // A finished result is never replaced: of two runs of one task the first result counts. Rows are locked in the order of their ids, so that two
    // batches never wait for each other; numbered they are in the order they were given.
    private const string Upsert =
        $"""
        INSERT INTO downbeat.result AS r (seq, {Written}, changed_at)
        SELECT v.*, (SELECT clock_timestamp()) FROM (
            SELECT nextval('downbeat.result_seq') AS seq, {Written} FROM unnest(
                $1::text[], $2::text[], $3::text[], $4::bytea[], $5::bytea[], $6::text[], $7::bytea[], $8::bytea[], $9::text[], $10::text[], $11::int[],
                $12::timestamptz[], $13::timestamptz[], $14::timestamptz[], $15::timestamptz[], $16::text[], $17::text[], $18::text[], $19::text[],
                $20::text[], $21::interval[], $22::timestamptz[])
            WITH ORDINALITY AS u ({Written}, place) ORDER BY place) v
        ORDER BY v.task_id
        ON CONFLICT (task_id) DO UPDATE SET
            state = excluded.state, name = excluded.name, value = excluded.value, exception = excluded.exception, traceback = excluded.traceback,
            args = excluded.args, kwargs = excluded.kwargs, worker = excluded.worker, queue = excluded.queue, retries = excluded.retries,
            received_at = excluded.received_at, started_at = excluded.started_at, done_at = excluded.done_at,
            next_retry_at = excluded.next_retry_at, parent_id = excluded.parent_id, root_id = excluded.root_id, group_id = excluded.group_id,
            periodic_task_name = excluded.periodic_task_name, progress = coalesce(excluded.progress, r.progress), keep = excluded.keep,
            changed_at = excluded.changed_at, expires_at = excluded.expires_at
        WHERE r.state NOT IN ('SUCCESS', 'FAILURE', 'REVOKED')
        """;

    private const string Read = $"SELECT {Written}, seq FROM downbeat.result";

    public const string SelectOne = $"{Read} WHERE task_id = $1";
    public const string SelectMany = $"{Read} WHERE seq < $1";

    /// <summary>As the index of them says it: an index is used only for what is known to be in it.</summary>
    public const string IsFailed = " AND state IN ('FAILURE', 'RETRY', 'REVOKED')";

    public const string SelectStates = "SELECT task_id, state, started_at, done_at FROM downbeat.result WHERE task_id = ANY ($1::text[])";
    public const string Delete = "DELETE FROM downbeat.result WHERE task_id = ANY ($1::text[])";

    /// <summary>The column of the row's number.</summary>
    public const int Sequence = 22;

    /// <exception cref="InvalidValueException">A value is larger than the server takes.</exception>
    public static IEnumerable<Command> Commands(PostgreSqlDatabase database, IReadOnlyList<TaskResult> results)
    {
        foreach (TaskResult[] some in Fold(results).Chunk(MostRows))
        {
            yield return database.Command(Upsert)
                .AddAll(some.Select(result => result.Id))
                .AddAll(some.Select(result => result.State.Name))
                .AddAll(some.Select(result => result.Name))
                .AddAll([.. some.Select(result => Bytes("value", result.Value))])
                .AddAll([.. some.Select(result => ExceptionJson(result.Exception))])
                .AddAll(some.Select(result => result.Exception?.Traceback))
                .AddAll([.. some.Select(result => Bytes("args", result.Args))])
                .AddAll([.. some.Select(result => Bytes("kwargs", result.Kwargs))])
                .AddAll(some.Select(result => result.Worker))
                .AddAll(some.Select(result => result.Queue))
                .AddAll([.. some.Select(result => result.Retries)])
                .AddAll(some.Select(result => result.ReceivedAt))
                .AddAll(some.Select(result => result.StartedAt))
                .AddAll(some.Select(result => result.DoneAt))
                .AddAll(some.Select(result => result.NextRetryAt))
                .AddAll(some.Select(result => result.ParentId))
                .AddAll(some.Select(result => result.RootId))
                .AddAll(some.Select(result => result.GroupId))
                .AddAll(some.Select(result => result.PeriodicTaskName))
                .AddAll(some.Select(result => result.Progress is null ? null : JsonSerializer.Serialize(result.Progress, PostgreSqlJson.Default.TaskProgress)))
                .AddAll(some.Select(result => result.Keep))
                .AddAll(some.Select(result => result.ExpiresAt));
        }
    }

    public static TaskResult ReadOne(NpgsqlDataReader row)
    {
        return new TaskResult
        {
            Id = row.Text(0),
            State = new TaskState(row.Text(1)),
            Name = row.TextOrNull(2),
            Value = row.BytesOrNull(3),
            Exception = row.BytesOrNull(4) is { } json ? ExceptionInfo.FromJson(JsonElement.Parse(json), row.TextOrNull(5)) : null,
            Args = row.BytesOrNull(6),
            Kwargs = row.BytesOrNull(7),
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
            Progress = row.TextOrNull(19) is { } progress ? JsonSerializer.Deserialize(progress, PostgreSqlJson.Default.TaskProgress) : null,
            Keep = row.DurationOrNull(20),
            ExpiresAt = row.InstantOrNull(21),
        };
    }

    public static TaskStateInfo ReadState(NpgsqlDataReader row)
    {
        return new TaskStateInfo(row.Text(0), new TaskState(row.Text(1)), row.InstantOrNull(2), row.InstantOrNull(3));
    }

    // A statement cannot write a row twice. Of several results of one task the last counts, unless one before was final.
    private static IReadOnlyList<TaskResult> Fold(IReadOnlyList<TaskResult> results)
    {
        if (results.Count < 2)
        {
            return results;
        }

        var places = new Dictionary<string, int>(results.Count, StringComparer.Ordinal);
        var folded = new List<TaskResult>(results.Count);
        foreach (TaskResult result in results)
        {
            if (places.TryAdd(result.Id, folded.Count))
            {
                folded.Add(result);
            }
            else if (folded[places[result.Id]] is { State.IsFinished: false } before)
            {
                folded[places[result.Id]] = result with { Progress = result.Progress ?? before.Progress };
            }
        }

        return folded;
    }

    private static byte[]? Bytes(string field, ReadOnlyMemory<byte> json)
    {
        return json.Length > LongestValue
            ? throw new InvalidValueException(field, $"{json.Length} bytes", "at most 256 MB; keep what is larger elsewhere and return where it is")
            : json.IsEmpty ? null : json.ToArray();
    }

    private static byte[]? ExceptionJson(ExceptionInfo? exception)
    {
        if (exception is null)
        {
            return null;
        }

        var output = new ArrayBufferWriter<byte>(256);
        using (var json = new Utf8JsonWriter(output))
        {
            exception.Write(json);
        }

        return output.WrittenSpan.ToArray();
    }
}
