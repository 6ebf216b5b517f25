using Downbeat.Paging;
using Downbeat.Schedules;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqlitePeriodicTasks(SqliteDatabase database) : IPeriodicTaskStore
{
    private const string NameIsTaken = "SELECT 1 FROM downbeat_periodic_task WHERE name = ? AND id <> ?";
    private const string SelectRevision = "SELECT revision FROM downbeat_periodic_task WHERE id = ?";
    private const string DeleteOne = "DELETE FROM downbeat_periodic_task WHERE id = ?";
    private const string SelectById = $"{PeriodicTaskRows.Select} WHERE id = ?";
    private const string SelectByName = $"{PeriodicTaskRows.Select} WHERE name = ?";

    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        return WriteAsync(
            session =>
            {
                if (session.Get(NameIsTaken).Add(row.Name).Add(row.Id).Scalar() is not null)
                {
                    return false;
                }

                PeriodicTaskRows.BindAdvanced(PeriodicTaskRows.BindSaid(session.Get(PeriodicTaskRows.Insert).Add(row.Id), row), row).Run();
                return true;
            },
            cancellationToken);
    }

    public ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = edit.Row;
        return WriteAsync(
            session =>
            {
                long? revision = session.Get(SelectRevision).Add(row.Id).Scalar();
                if (revision != edit.ExpectedRevision)
                {
                    return revision is null ? EditOutcome.Gone : EditOutcome.Conflict;
                }

                if (session.Get(NameIsTaken).Add(row.Name).Add(row.Id).Scalar() is not null)
                {
                    return EditOutcome.NameTaken;
                }

                PeriodicTaskRow written = edit.IsReplanned ? row : KeepEnd(session, row);
                PeriodicTaskRows.BindSaid(session.Get(PeriodicTaskRows.Update), written).Add(row.Id).Add(edit.ExpectedRevision).Run();
                if (edit.IsReplanned)
                {
                    session.Get(PeriodicTaskRows.Replan)
                        .Add(row.Anchor).Add(row.Watermark).Add(row.NextNominal).Add(row.NextRun).Add(row.LastRun).Add(row.TotalRuns).Add(row.Id).Run();
                }

                return EditOutcome.Done;
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(session => session.Get(DeleteOne).Add(id).Run() == 1, cancellationToken);
    }

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get(SelectById).Add(id))));
    }

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get(SelectByName).Add(name))));
    }

    public ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var items = new List<PeriodicTaskRow>();
            string? next = null;
            using Statement select = Prepare(session, query);
            while (select.Step())
            {
                if (items.Count == query.Page.Take)
                {
                    next = query.Order == PeriodicTaskOrder.Name ? items[^1].Name : PeriodicTaskCursor.Of(items[^1]).ToString();
                    break;
                }

                items.Add(PeriodicTaskRows.Read(select));
            }

            return new Page<PeriodicTaskRow>(items, next);
        }));
    }

    private static Statement Prepare(SqliteSession session, PeriodicTaskQuery query)
    {
        var where = new List<string>();
        var bind = new List<Action<Statement>>();
        bool isByName = query.Order == PeriodicTaskOrder.Name;
        if (isByName)
        {
            Add(query.Page.After, "name > ?", (statement, name) => statement.Add(name));
        }
        else
        {
            where.Add("enabled = 1 AND error IS NULL AND next_run_at IS NOT NULL");
            PeriodicTaskCursor? cursor = PeriodicTaskCursor.Parse(query.Page.After);
            Add(query.Page.After, "(next_run_at, id) > (?, ?)", (statement, _) => statement.Add(cursor!.Value.NextRun).Add(cursor.Value.Id));
        }

        Add(query.Task, "task = ?", (statement, task) => statement.Add(task));
        Add(query.Application, "application = ?", (statement, application) => statement.Add(application));
        Add(query.Tag, "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END) WHERE value = ?)", (statement, tag) => statement.Add(tag));
        Add(query.Search, "instr(lower(name || char(10) || task || char(10) || description), lower(?)) > 0", (statement, text) => statement.Add(text));
        Add(query.Kind?.ToText(), "substr(schedule, 1, length(?) + 1) = ? || ':'", (statement, kind) => statement.Add(kind).Add(kind));
        Add(query.Queue, "queue = ?", (statement, queue) => statement.Add(queue));
        Add(query.LastOutcome, "last_outcome = ?", (statement, outcome) => statement.Add(outcome));
        Add(query.Origin, "origin = ?", (statement, origin) => statement.Add(origin));
        Add(query.Enabled is { } enabled ? (enabled ? "1" : "0") : null, "enabled = ?", (statement, value) => statement.Add(value == "1"));
        if (query.Quarantined is { } quarantined)
        {
            where.Add(quarantined ? "error IS NOT NULL" : "error IS NULL");
        }

        var select = new Statement(
            session.Handle,
            $"{PeriodicTaskRows.Select} {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))} ORDER BY {(isByName ? "name" : "next_run_at, id")} LIMIT ?");
        bind.ForEach(one => one(select));
        return select.Add(query.Page.Take + 1);

        void Add(string? value, string condition, Action<Statement, string> set)
        {
            if (value is not null)
            {
                where.Add(condition);
                bind.Add(statement => set(statement, value));
            }
        }
    }

    // Beat disables what has ended without raising the revision. An edit made on what was read before must not begin it anew.
    private static PeriodicTaskRow KeepEnd(SqliteSession session, PeriodicTaskRow row)
    {
        Statement select = session.Get(PeriodicTaskRows.SelectEnd).Add(row.Id);
        bool hasEnded = select.Step() && row.Enabled && !select.Bool(0);
        PeriodicTaskRow kept = hasEnded ? row with { Enabled = false, DisabledReason = select.TextOrNull(1) } : row;
        select.Reset();
        return kept;
    }

    private static PeriodicTaskRow? One(Statement select)
    {
        PeriodicTaskRow? row = select.Step() ? PeriodicTaskRows.Read(select) : null;
        select.Reset();
        return row;
    }

    private ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction =>
            {
                transaction.Session.Touched |= Topics.Schedule;
                return work(transaction.Session);
            },
            Durability.Power,
            cancellationToken);
    }
}
