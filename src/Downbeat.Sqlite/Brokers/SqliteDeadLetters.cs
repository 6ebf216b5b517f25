using System.Globalization;
using System.Text.Json;
using Downbeat.Brokers;
using Downbeat.Paging;
using Downbeat.Protocol;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

internal sealed class SqliteDeadLetters(SqliteDatabase database) : IDeadLetters
{
    private const int Batch = 500;

    private const string Select =
        """
        SELECT id, queue, reason, dead_at, deliveries, headers, properties, content_type, content_encoding, body, task_id, task
        FROM downbeat_dead_letter
        """;

    private const string Revive =
        """
        INSERT INTO downbeat_message
            (queue, priority, state, enqueued_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body)
        SELECT queue, priority, 0, ?, expires_at, task_id, task, headers, properties, content_type, content_encoding, body
        FROM downbeat_dead_letter WHERE id = ?
        """;

    private const string Newest = "SELECT max(id) FROM downbeat_dead_letter";
    private const string Delete = "DELETE FROM downbeat_dead_letter WHERE id = ?";

    public ValueTask<Page<DeadLetter>> ListAsync(DeadLetterSelection selection, PageRequest page, CancellationToken cancellationToken)
    {
        long before = page.ReadAfterNumber() ?? long.MaxValue;
        return new(database.Read(session =>
        {
            var items = new List<DeadLetter>();
            string? next = null;
            using var select = new Statement(session.Handle, $"{Select} WHERE id < ? {Where(selection)} ORDER BY id DESC LIMIT ?");
            select.Add(before);
            Bind(select, selection);
            select.Add(page.Take + 1);
            while (select.Step())
            {
                if (items.Count == page.Take)
                {
                    next = items[^1].Id.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                items.Add(Read(select));
            }

            return new Page<DeadLetter>(items, next);
        }));
    }

    public ValueTask<long> RequeueAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        return ForEachAsync(
            selection,
            (session, id) =>
            {
                session.Get(Revive).Add(database.Now).Add(id).Run();
                session.Touched |= Topics.Messages;
            },
            cancellationToken);
    }

    public ValueTask<long> PurgeAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        return ForEachAsync(selection, static (_, _) => { }, cancellationToken);
    }

    private async ValueTask<long> ForEachAsync(
        DeadLetterSelection selection, Action<SqliteSession, long> handle, CancellationToken cancellationToken)
    {
        // Letters that come while this runs are left alone: what is put back may be dead again at once.
        long last = database.Read(static session => session.Get(Newest).Scalar() ?? 0);
        long total = 0;
        int batch;
        do
        {
            batch = await database.WriteAsync(
                transaction =>
                {
                    List<long> ids = FindIds(transaction.Session, selection, last);
                    foreach (long id in ids)
                    {
                        handle(transaction.Session, id);
                        transaction.Session.Get(Delete).Add(id).Run();
                    }

                    return ids.Count;
                },
                Durability.Power,
                cancellationToken).ConfigureAwait(false);
            total += batch;
        }
        while (batch == Batch);

        return total;
    }

    private static List<long> FindIds(SqliteSession session, DeadLetterSelection selection, long last)
    {
        var ids = new List<long>();
        using var select = new Statement(session.Handle, $"SELECT id FROM downbeat_dead_letter WHERE id <= ? {Where(selection)} ORDER BY id LIMIT ?");
        select.Add(last);
        Bind(select, selection);
        select.Add(Batch);
        while (select.Step())
        {
            ids.Add(select.Long(0));
        }

        return ids;
    }

    private static string Where(DeadLetterSelection selection)
    {
        return (selection.Queue is null ? "" : " AND queue = ?")
            + (selection.Task is null ? "" : " AND task = ?")
            + (selection.TaskIds is null ? "" : " AND task_id IN (SELECT value FROM json_each(?))");
    }

    private static void Bind(Statement statement, DeadLetterSelection selection)
    {
        if (selection.Queue is not null)
        {
            statement.Add(selection.Queue);
        }

        if (selection.Task is not null)
        {
            statement.Add(selection.Task);
        }

        if (selection.TaskIds is { } ids)
        {
            statement.Add(JsonSerializer.Serialize(ids, SqliteJson.Default.IReadOnlyListString));
        }
    }

    private static DeadLetter Read(Statement row)
    {
        return new DeadLetter(row.Long(0), row.Text(1), ReadMessage(row), row.Text(2), row.Instant(3), row.Int(4));
    }

    // What was put aside because it cannot be decoded is shown by what its columns know.
    private static TaskMessage ReadMessage(Statement row)
    {
        var message = new TaskMessage
        {
            Headers = new TaskHeaders { Id = row.Text(10), Task = row.Text(11) },
            Properties = new MessageProperties { CorrelationId = row.Text(10) },
            Body = row.Bytes(9).ToArray(),
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
