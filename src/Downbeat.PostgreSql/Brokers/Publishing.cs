using Downbeat.PostgreSql.Connections;
using Downbeat.Protocol;

namespace Downbeat.PostgreSql.Brokers;

/// <summary>Puts messages on their queues: those that wait for their eta by the database's clock, and those published once only if they never were.</summary>
internal static class Publishing
{
    // So many bytes go with one statement: the server takes one as a whole.
    private const int MostBytes = 64 * 1024 * 1024;
    private const int MostRows = 2_000;

    private const string Columns =
        "queue, priority, state, available_at, enqueued_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body";

    private const string InsertOne =
        $"""
        INSERT INTO downbeat.message ({Columns})
        SELECT $1, $2, CASE WHEN $3 > t.now THEN 1 ELSE 0 END, CASE WHEN $3 > t.now THEN $3 END, t.now, $4, $5, $6, $7, $8, $9, $10, $11
        FROM (SELECT clock_timestamp() AS now) t
        """;

    private const string Input =
        """
        unnest($1::text[], $2::smallint[], $3::timestamptz[], $4::timestamptz[], $5::text[], $6::text[], $7::bytea[], $8::bytea[], $9::text[], $10::text[], $11::bytea[])
            WITH ORDINALITY AS m (queue, priority, available_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body, place)
        """;

    private const string Values =
        """
        m.queue, m.priority, CASE WHEN m.available_at > t.now THEN 1 ELSE 0 END, CASE WHEN m.available_at > t.now THEN m.available_at END, t.now,
            m.expires_at, m.task_id, m.task, m.headers, m.properties, m.content_type, m.content_encoding, m.body
        """;

    private const string InsertMany =
        $"""
        INSERT INTO downbeat.message ({Columns})
        SELECT {Values} FROM {Input}, (SELECT clock_timestamp() AS now) t ORDER BY m.place
        """;

    private const string InsertManyOnce =
        $"""
        WITH fresh AS (
            INSERT INTO downbeat.published_once (task_id, published_at)
            SELECT o.task_id, (SELECT clock_timestamp()) FROM unnest($12::text[]) o (task_id) ORDER BY o.task_id
            ON CONFLICT DO NOTHING RETURNING task_id
        )
        INSERT INTO downbeat.message ({Columns})
        SELECT {Values} FROM {Input}, (SELECT clock_timestamp() AS now) t
        WHERE NOT m.task_id = ANY ($12::text[]) OR m.task_id IN (SELECT task_id FROM fresh) ORDER BY m.place
        """;

    /// <summary>The statements that write messages, in their order; they give back no rows.</summary>
    public static IEnumerable<Command> Commands(PostgreSqlDatabase database, IReadOnlyList<EncodedMessage> messages)
    {
        for (int first = 0; first < messages.Count;)
        {
            int count = 1;
            for (long bytes = messages[first].Body.Length; first + count < messages.Count && count < MostRows; count++)
            {
                bytes += messages[first + count].Body.Length;
                if (bytes > MostBytes)
                {
                    break;
                }
            }

            yield return count == 1 && !messages[first].Source.Once
                ? One(database, messages[first])
                : Many(database, [.. messages.Skip(first).Take(count)]);
            first += count;
        }
    }

    private static Command One(PostgreSqlDatabase database, EncodedMessage message)
    {
        TaskMessage task = message.Source.Message;
        return database.Command(InsertOne)
            .Add(message.Source.Queue)
            .Add((short)message.Source.Priority)
            .Add(message.Source.AvailableAt)
            .Add(task.Headers.Expires)
            .Add(message.TaskId)
            .Add(task.Headers.Task)
            .Add(message.Headers)
            .Add(message.Properties)
            .Add(task.ContentType)
            .Add(task.ContentEncoding)
            .Add(message.Body);
    }

    private static Command Many(PostgreSqlDatabase database, EncodedMessage[] messages)
    {
        string[] once = [.. messages.Where(message => message.Source.Once).Select(message => message.TaskId)];
        Command command = database.Command(once.Length > 0 ? InsertManyOnce : InsertMany)
            .AddAll(messages.Select(message => message.Source.Queue))
            .AddAll([.. messages.Select(message => (short)message.Source.Priority)])
            .AddAll(messages.Select(message => message.Source.AvailableAt))
            .AddAll(messages.Select(message => message.Source.Message.Headers.Expires))
            .AddAll(messages.Select(message => message.TaskId))
            .AddAll(messages.Select(message => message.Source.Message.Headers.Task))
            .AddAll(messages.Select(message => message.Headers))
            .AddAll(messages.Select(message => message.Properties))
            .AddAll(messages.Select(message => message.Source.Message.ContentType))
            .AddAll(messages.Select(message => message.Source.Message.ContentEncoding))
            .AddAll(messages.Select(message => message.Body));
        return once.Length > 0 ? command.AddAll(once) : command;
    }
}
