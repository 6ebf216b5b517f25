using Microsoft.Data.Sqlite;

namespace Downbeat.Load.Raw;

/// <summary>
/// The row operations a task needs, in plain SQL and large transactions, by one thread that does nothing else: the message is inserted, claimed,
/// deleted, and its result is inserted. What is written is what Downbeat wrote for such a task. Commits wait for the disk where Downbeat's do.
/// </summary>
internal sealed class RawTasks : IDisposable
{
    private const int AtOnce = 1_000;
    private readonly RawFile _file;
    private readonly SqliteCommand _insert;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _claim;
    private readonly SqliteCommand _delete;
    private readonly SqliteCommand _result;
    private readonly List<(long Seq, string Id)> _claimed = new(AtOnce);

    public RawTasks(RawFile file, string template)
    {
        _file = file;
        _insert = file.Prepare(
            """
            INSERT INTO downbeat_message
                (queue, priority, state, available_at, enqueued_at, expires_at, task_id, task, headers, properties, content_type, content_encoding, body)
            VALUES ('celery', 0, 0, NULL, $0, NULL, $1, 'load.noop', $2, $3, 'application/json', 'utf-8', $4)
            """,
            5);
        _find = file.Prepare("SELECT seq FROM downbeat_message WHERE state = 0 AND queue = 'celery' ORDER BY priority DESC, seq LIMIT $0", 1);
        _claim = file.Prepare(
            """
            UPDATE downbeat_message SET state = 2, consumer = 1, deliveries = deliveries + 1 WHERE seq = $0
            RETURNING deliveries, queue, headers, properties, content_type, content_encoding, body, task_id, enqueued_at
            """,
            1);
        _delete = file.Prepare("DELETE FROM downbeat_message WHERE seq = $0 AND consumer = 1", 1);
        _result = file.Prepare(
            """
            INSERT INTO downbeat_result
                (task_id, state, name, value, args, kwargs, worker, queue, retries, received_at, started_at, done_at, root_id, changed_at, expires_at)
            VALUES ($0, 'SUCCESS', 'load.noop', '1', '[123456789012]', '{}', 'worker@host.12345', 'celery', 0, $1, $1, $1, $0, $1, $2)
            ON CONFLICT (task_id) DO UPDATE SET state = excluded.state, value = excluded.value WHERE downbeat_result.state NOT IN ('SUCCESS', 'FAILURE', 'REVOKED')
            """,
            3);
        ReadTemplate(template);
    }

    public void SendAll(int tasks) => InGroups(tasks, Send);

    public void RunAll(int tasks)
    {
        InGroups(tasks, count =>
        {
            Claim(count);
            Settle();
        });
    }

    public void SendAndRunAll(int tasks)
    {
        InGroups(tasks, count =>
        {
            Send(count);
            Claim(count);
            Settle();
        });
    }

    public void Dispose()
    {
        foreach (SqliteCommand command in (SqliteCommand[])[_insert, _find, _claim, _delete, _result])
        {
            command.Dispose();
        }
    }

    public void Send(int count)
    {
        InTransaction(isPowerSafe: true, _insert, () =>
        {
            for (int i = 0; i < count; i++)
            {
                _insert.Parameters[0].Value = Now();
                _insert.Parameters[1].Value = Guid.CreateVersion7().ToString();
                _insert.ExecuteNonQuery();
            }
        });
    }

    public void Claim(int count)
    {
        _claimed.Clear();
        var found = new List<long>(count);
        InTransaction(isPowerSafe: false, _find, () =>
        {
            _find.Parameters[0].Value = count;
            using (SqliteDataReader rows = _find.ExecuteReader())
            {
                while (rows.Read())
                {
                    found.Add(rows.GetInt64(0));
                }
            }

            _claim.Transaction = _find.Transaction;
            foreach (long seq in found)
            {
                _claim.Parameters[0].Value = seq;
                using SqliteDataReader row = _claim.ExecuteReader();
                row.Read();
                _ = row.GetString(2);
                _ = row.GetString(3);
                _ = row.GetFieldValue<byte[]>(6);
                _claimed.Add((seq, row.GetString(7)));
            }
        });
    }

    public void Settle()
    {
        InTransaction(isPowerSafe: true, _delete, () =>
        {
            _result.Transaction = _delete.Transaction;
            foreach ((long seq, string id) in _claimed)
            {
                _delete.Parameters[0].Value = seq;
                _delete.ExecuteNonQuery();
                long now = Now();
                _result.Parameters[0].Value = id;
                _result.Parameters[1].Value = now;
                _result.Parameters[2].Value = now + 86_400_000_000;
                _result.ExecuteNonQuery();
            }
        });
    }

    private static void InGroups(int tasks, Action<int> group)
    {
        for (int left = tasks; left > 0; left -= AtOnce)
        {
            group(Math.Min(left, AtOnce));
        }
    }

    private static long Now() => (DateTime.UtcNow.Ticks - DateTime.UnixEpoch.Ticks) / 10;

    private void InTransaction(bool isPowerSafe, SqliteCommand command, Action work)
    {
        _file.SetPowerSafe(isPowerSafe);
        using SqliteTransaction transaction = _file.Connection.BeginTransaction();
        command.Transaction = transaction;
        work();
        transaction.Commit();
    }

    // The texts of a message that Downbeat has sent.
    private void ReadTemplate(string file)
    {
        using RawFile template = RawFile.Open(file);
        using SqliteCommand select = template.Prepare("SELECT headers, properties, body FROM downbeat_message LIMIT 1", 0);
        using SqliteDataReader row = select.ExecuteReader();
        row.Read();
        _insert.Parameters[2].Value = row.GetString(0);
        _insert.Parameters[3].Value = row.GetString(1);
        _insert.Parameters[4].Value = row.GetFieldValue<byte[]>(2);
    }
}
