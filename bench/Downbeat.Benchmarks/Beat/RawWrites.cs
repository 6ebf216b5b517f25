using System.Diagnostics;
using Downbeat.Sqlite.Connections;
using SQLitePCL;

namespace Downbeat.Benchmarks.Beat;

/// <summary>
/// What the disk and SQLite alone allow: on a file with the same tables and indexes, transactions of 500 times one update and two inserts with plain
/// prepared statements, and nothing else. The rows to update are taken in an order of chance, as beat takes them.
/// </summary>
internal static class RawWrites
{
    private const int Batch = 500;
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(5);

    private const string Advance =
        """
        UPDATE downbeat_periodic_task
        SET last_nominal_at = ?1, next_nominal_at = ?1, next_run_at = ?1, last_run_at = ?1, total_run_count = total_run_count + 1, last_task_id = ?2
        WHERE id = ?3
        """;

    private const string Fire =
        """
        INSERT INTO downbeat_fire (task_id, periodic_task_id, periodic_task_name, task, kind, nominal_at, due_at, fired_at, outcome, published_at, attempts, give_up_at, look_again_at)
        VALUES (?2, ?3, 'task 000000', 'reports.build', 0, ?1, ?1, ?1, 1, ?1, 1, ?1, ?1)
        """;

    private const string Message =
        """
        INSERT INTO downbeat_message (queue, priority, state, enqueued_at, task_id, task, headers, properties, content_type, content_encoding, body)
        VALUES ('celery', 0, 0, ?1, ?2, 'reports.build', ?4, ?5, 'application/json', 'utf-8', ?6)
        """;

    /// <returns>How many times a second one row was updated and two were inserted, and how much processor time each time took.</returns>
    public static (double Rate, TimeSpan Cpu) Measure(LoadFile file)
    {
        using SqliteSession session = SqliteSession.OpenWriter(file.Path, TimeSpan.FromSeconds(30));
        string[] ids = ReadIds(session);
        string headers = new('h', 700);
        string properties = new('p', 200);
        byte[] body = new byte[100];
        long count = 0;
        long now = TimeProvider.System.GetUtcNow().ToMicroseconds();
        var statements = new Statements(session);
        long started = Stopwatch.GetTimestamp();
        TimeSpan cpu = Environment.CpuUsage.TotalTime;
        while (Stopwatch.GetElapsedTime(started) < Duration)
        {
            session.Get("BEGIN IMMEDIATE").Run();
            for (int i = 0; i < Batch; i++, count++)
            {
                string id = ids[count % ids.Length];
                string task = Guid.NewGuid().ToString();
                statements.Run(statements.Advance, now + count, task, id);
                statements.Run(statements.Fire, now + count, task, id);
                statements.Run(statements.Message, now + count, task, id, headers, properties, body);
            }

            session.Get("COMMIT").Run();
        }

        double rate = count / Stopwatch.GetElapsedTime(started).TotalSeconds;
        cpu = Environment.CpuUsage.TotalTime - cpu;
        statements.Dispose();
        return (rate, cpu / count);
    }

    private static string[] ReadIds(SqliteSession session)
    {
        var ids = new List<string>();
        Statement select = session.Get("SELECT id FROM downbeat_periodic_task ORDER BY next_run_at");
        while (select.Step())
        {
            ids.Add(select.Text(0));
        }

        return [.. ids];
    }

    private sealed class Statements : IDisposable
    {
        private readonly SqliteSession _session;

        public Statements(SqliteSession session)
        {
            _session = session;
            Advance = Prepare(RawWrites.Advance);
            Fire = Prepare(RawWrites.Fire);
            Message = Prepare(RawWrites.Message);
        }

        public sqlite3_stmt Advance { get; }

        public sqlite3_stmt Fire { get; }

        public sqlite3_stmt Message { get; }

        public void Run(sqlite3_stmt statement, long at, string task, string id, string? headers = null, string? properties = null, byte[]? body = null)
        {
            raw.sqlite3_bind_int64(statement, 1, at);
            raw.sqlite3_bind_text(statement, 2, task);
            if (headers is null)
            {
                raw.sqlite3_bind_text(statement, 3, id);
            }
            else
            {
                raw.sqlite3_bind_text(statement, 4, headers);
                raw.sqlite3_bind_text(statement, 5, properties);
                raw.sqlite3_bind_blob(statement, 6, body);
            }

            int result = raw.sqlite3_step(statement);
            SqliteErrors.Throw(_session.Handle, result);
            raw.sqlite3_reset(statement);
        }

        public void Dispose()
        {
            Advance.Dispose();
            Fire.Dispose();
            Message.Dispose();
        }

        private sqlite3_stmt Prepare(string sql)
        {
            SqliteErrors.Throw(_session.Handle, raw.sqlite3_prepare_v2(_session.Handle, sql, out sqlite3_stmt statement), sql);
            return statement;
        }
    }
}
