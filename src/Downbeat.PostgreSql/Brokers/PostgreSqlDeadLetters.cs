using System.Globalization;
using Downbeat.Brokers;
using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Downbeat.Protocol;
using Npgsql;

namespace Downbeat.PostgreSql.Brokers;

internal sealed class PostgreSqlDeadLetters(PostgreSqlDatabase database) : IDeadLetters
{
    private const int Batch = 500;

    private const string Chosen =
        "($2::text IS NULL OR queue = $2) AND ($3::text IS NULL OR task = $3) AND ($4::text[] IS NULL OR task_id = ANY ($4))";

    private const string Select =
        $"""
        SELECT id, queue, reason, dead_at, deliveries, headers, properties, content_type, content_encoding, body, task_id, task
        FROM downbeat.dead_letter WHERE id < $1 AND {Chosen} ORDER BY id DESC LIMIT $5
        """;

    private const string Newest = "SELECT coalesce(max(id), 0) FROM downbeat.dead_letter";

    private const string TakeSome =
        $"""
        DELETE FROM downbeat.dead_letter WHERE id = ANY (ARRAY(
            SELECT id FROM downbeat.dead_letter WHERE id <= $1 AND {Chosen} ORDER BY id LIMIT $5 FOR UPDATE SKIP LOCKED))
        """;

    private const string Purge = $"{TakeSome} RETURNING 1";

    private const string Requeue =
        $"""
        WITH letter AS ({TakeSome} RETURNING *), revived AS (
            INSERT INTO downbeat.message
                (queue, priority, state, enqueued_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body)
            SELECT queue, priority, 0, (SELECT clock_timestamp()), expires_at, task_id, task, headers, properties, content_type, content_encoding, body
            FROM letter ORDER BY id
        )
        SELECT 1 FROM letter
        """;

    public async ValueTask<Page<DeadLetter>> ListAsync(DeadLetterSelection selection, PageRequest page, CancellationToken cancellationToken)
    {
        long before = page.ReadAfterNumber() ?? long.MaxValue;
        List<DeadLetter> items = await database.ReadAsync(
            static rows => rows.AllAsync(Read), cancellationToken, Command(Select, before, selection, page.Take + 1)).ConfigureAwait(false);
        if (items.Count <= page.Take)
        {
            return new Page<DeadLetter>(items, null);
        }

        items.RemoveAt(page.Take);
        return new Page<DeadLetter>(items, items[^1].Id.ToString(CultureInfo.InvariantCulture));
    }

    public ValueTask<long> RequeueAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        return ForEachAsync(Requeue, Topics.Messages, selection, cancellationToken);
    }

    public ValueTask<long> PurgeAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        return ForEachAsync(Purge, Topics.None, selection, cancellationToken);
    }

    private async ValueTask<long> ForEachAsync(string sql, Topics touched, DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        // Letters that come while this runs are left alone: what is put back may be dead again at once.
        long last = await database.ReadAsync(
            static rows => rows.FirstAsync(static row => row.Long(0)), cancellationToken, database.Command(Newest)).ConfigureAwait(false);
        long total = 0;
        int batch;
        do
        {
            batch = await database.WriteAsync(
                new Write(touched), static rows => rows.CountAsync(), cancellationToken, Command(sql, last, selection, Batch)).ConfigureAwait(false);
            total += batch;
        }
        while (batch == Batch);

        return total;
    }

    private Command Command(string sql, long bound, DeadLetterSelection selection, int max)
    {
        Command command = database.Command(sql).Add(bound).Add(selection.Queue).Add(selection.Task);
        return (selection.TaskIds is { } ids ? command.AddAll(ids) : command.AddNullTexts()).Add(max);
    }

    private static DeadLetter Read(NpgsqlDataReader row)
    {
        return new DeadLetter(row.Long(0), row.Text(1), ReadMessage(row), row.Text(2), row.Instant(3), row.Int(4));
    }

    // What was put aside because it cannot be decoded is shown by what its columns know.
    private static TaskMessage ReadMessage(NpgsqlDataReader row)
    {
        var message = new TaskMessage
        {
            Headers = new TaskHeaders { Id = row.Text(10), Task = row.Text(11) },
            Properties = new MessageProperties { CorrelationId = row.Text(10) },
            Body = row.Bytes(9),
            ContentType = row.Text(7),
            ContentEncoding = row.Text(8),
        };
        try
        {
            return message with { Headers = TaskHeadersJson.Read(row.Bytes(5)), Properties = MessagePropertiesJson.Read(row.Bytes(6)) };
        }
        catch (InvalidMessageException)
        {
            return message;
        }
    }
}
