using System.Text;
using Downbeat.App.Django.Reading;

namespace Downbeat.App.Django.Exporting;

/// <summary>Writes the statements that bring periodic tasks into django-celery-beat's tables. A schedule that is there already is used again.</summary>
/// <param name="dialect">Whose SQL.</param>
/// <param name="quote">Names a table.</param>
internal sealed class ExportScript(DjangoDialect dialect, Func<string, string> quote)
{
    private const string LastRun = "last_run_at";

    /// <summary>The whole script, a transaction of its own.</summary>
    public static string Whole(DjangoDialect dialect, IEnumerable<ExportedTask> tasks, DateTimeOffset now)
    {
        var script = new ExportScript(dialect, table => $"\"{table}\"");
        var text = new StringBuilder();
        text.Append("-- Periodic tasks for django-celery-beat 2.1 or newer, ").AppendLine(dialect == DjangoDialect.Sqlite ? "SQLite." : "PostgreSQL.");
        text.AppendLine(dialect == DjangoDialect.Sqlite ? "BEGIN IMMEDIATE;" : "BEGIN;");
        if (dialect == DjangoDialect.Postgresql)
        {
            text.AppendLine("SET LOCAL standard_conforming_strings = on;");
        }

        foreach (ExportedTask task in tasks)
        {
            foreach (string loss in task.Refusals.Select(one => $"not written: {one.Reason}").Concat(task.Lost.Select(one => $"not expressed: {one.Field} {one.Value}: {one.Reason}")))
            {
                text.Append("-- ").Append(OneLine(task.Name)).Append(": ").AppendLine(OneLine(loss));
            }

            if (task.IsWritten)
            {
                text.Append(script.Of(task, columns: null, crontabColumns: null));
            }
        }

        return text.Append(script.Touch(now)).AppendLine("COMMIT;").ToString();
    }

    /// <summary>The statements for one task.</summary>
    /// <param name="task">The task.</param>
    /// <param name="columns">The columns a periodic task has there; null for all.</param>
    /// <param name="crontabColumns">The columns a crontab has there; null for all.</param>
    public string Of(ExportedTask task, IReadOnlySet<string>? columns, IReadOnlySet<string>? crontabColumns)
    {
        ScheduleExpression schedule = task.Schedule!;
        (string Name, string Value)[] keys =
        [
            .. schedule.Columns.Where(column => schedule.Table != DjangoTable.Crontabs || crontabColumns?.Contains(column.Name) != false)
                .Select(column => ($"\"{column.Name}\"", SqlLiteral.Of(column.Value, dialect))),
        ];
        string table = quote(schedule.Table.Name);
        string where = string.Join(" AND ", keys.Select(key => $"{key.Name} = {key.Value}"));
        (string Name, string Value)[] values =
        [
            .. task.Columns.Where(column => columns?.Contains(column.Key) != false).Select(column => (column.Key, SqlLiteral.Of(column.Value, dialect))),
            .. DjangoReader.Kinds.Where(kind => columns?.Contains(kind.Column) != false)
                .Select(kind => (kind.Column, kind.Column == schedule.Reference ? $"(SELECT min(id) FROM {table} WHERE {where})" : "NULL")),
        ];
        string tasks = quote(DjangoTable.Tasks.Name);
        return new StringBuilder()
            .AppendLine($"INSERT INTO {table} ({string.Join(", ", keys.Select(key => key.Name))}) SELECT {string.Join(", ", keys.Select(key => key.Value))} WHERE NOT EXISTS (SELECT 1 FROM {table} WHERE {where});")
            .AppendLine($"INSERT INTO {tasks} ({string.Join(", ", values.Select(value => $"\"{value.Name}\""))}) VALUES ({string.Join(", ", values.Select(value => value.Value))})")
            .AppendLine($"ON CONFLICT (\"name\") DO UPDATE SET {string.Join(", ", values.Where(value => value.Name != "name").Select(value => Set(tasks, value.Name)))};")
            .ToString();
    }

    /// <summary>The statement by which running beats notice.</summary>
    public string Touch(DateTimeOffset now)
    {
        return $"INSERT INTO {quote(DjangoTable.Changes.Name)} (\"ident\", \"last_update\") VALUES (1, {SqlLiteral.Of(now, dialect)}) "
            + $"ON CONFLICT (\"ident\") DO UPDATE SET \"last_update\" = excluded.\"last_update\";{Environment.NewLine}";
    }

    private static string Set(string table, string column)
    {
        return column == LastRun ? $"\"{column}\" = coalesce(excluded.\"{column}\", {table}.\"{column}\")" : $"\"{column}\" = excluded.\"{column}\"";
    }

    private static string OneLine(string text) => string.Concat(text.Select(character => char.IsControl(character) ? ' ' : character));
}
