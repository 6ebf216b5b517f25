using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>Makes the statement of a query: only what it asks for is in it, so that an index can serve it.</summary>
internal static class PeriodicTaskSearch
{
    private const string HasTag = "EXISTS (SELECT 1 FROM json_each(CASE WHEN json_valid(tags) THEN tags ELSE '[]' END) WHERE value = ?)";
    private const string Says = "instr(lower(name || char(10) || task || char(10) || description), lower(?)) > 0";

    public static Statement Prepare(SqliteSession session, PeriodicTaskQuery query)
    {
        var where = new List<string>();
        var bind = new List<Action<Statement>>();
        bool byNextRun = query.Order == PeriodicTaskOrder.NextRun;
        if (byNextRun)
        {
            where.Add("enabled = 1 AND error IS NULL AND next_run_at IS NOT NULL");
            if (query.ReadAfterNextRun() is { } after)
            {
                where.Add("(next_run_at, id) > (?, ?)");
                bind.Add(statement => statement.Add(after.NextRun).Add(after.Id));
            }
        }
        else
        {
            Add(query.Page.After, "name > ?");
        }

        Add(query.Task, "task = ?");
        Add(query.Application, "application = ?");
        Add(query.Queue, "queue = ?");
        Add(query.Origin, "origin = ?");
        Add(query.Outcome, "last_outcome = ?");
        Add(query.SchedulePrefix, "instr(schedule, ?) = 1");
        Add(query.Tag, HasTag);
        Add(query.Search, Says);
        if (query.Enabled is { } enabled)
        {
            where.Add(enabled ? "enabled = 1" : "enabled = 0");
        }

        if (query.Quarantined is { } quarantined)
        {
            where.Add(quarantined ? "error IS NOT NULL" : "error IS NULL");
        }

        var select = new Statement(
            session.Handle,
            $"{PeriodicTaskRows.Select} {(where.Count == 0 ? "" : "WHERE " + string.Join(" AND ", where))} ORDER BY {(byNextRun ? "next_run_at, id" : "name")} LIMIT ?");
        bind.ForEach(one => one(select));
        return select.Add(query.Page.Take + 1);

        void Add(string? value, string condition)
        {
            if (value is not null)
            {
                where.Add(condition);
                bind.Add(statement => statement.Add(value));
            }
        }
    }
}
