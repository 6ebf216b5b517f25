using NodaTime;

namespace Downbeat.App.Django.Reading;

/// <summary>Reads django-celery-beat's tables, of whatever release they are.</summary>
internal static class DjangoReader
{
    /// <summary>The kinds of schedule: the column that refers to one, and its table.</summary>
    public static readonly (string Column, DjangoTable Table)[] Kinds =
    [
        ("interval_id", DjangoTable.Intervals),
        ("crontab_id", DjangoTable.Crontabs),
        ("solar_id", DjangoTable.Solars),
        ("clocked_id", DjangoTable.Clockeds),
    ];

    /// <summary>Reads everything.</summary>
    /// <param name="session">The transaction to read in.</param>
    /// <param name="naiveZone">The zone of times without an offset.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="UnavailableException">A table or a column is missing that every release has; the message names it.</exception>
    public static async Task<DjangoContents> ReadAsync(DjangoSession session, DateTimeZone naiveZone, CancellationToken cancellationToken)
    {
        var missing = new List<string>();
        var schedules = new Dictionary<string, IReadOnlyDictionary<long, DjangoRow>>(StringComparer.Ordinal);
        (IReadOnlySet<string> taskColumns, List<DjangoRow> tasks) =
            await ReadAsync(session, DjangoTable.Tasks, "name", naiveZone, missing, cancellationToken);
        foreach ((string column, DjangoTable table) in Kinds.Where(kind => taskColumns.Contains(kind.Column)))
        {
            (IReadOnlySet<string> _, List<DjangoRow> rows) = await ReadAsync(session, table, "id", naiveZone, missing, cancellationToken);
            schedules[column] = rows.ToDictionary(row => row.Whole("id")!.Value);
        }

        return new DjangoContents { Tasks = tasks, Schedules = schedules, TaskColumns = taskColumns, Missing = missing };
    }

    /// <summary>The columns of a table, which must have those of every release.</summary>
    /// <exception cref="UnavailableException">There is no such table, or it lacks some of them.</exception>
    public static async Task<IReadOnlySet<string>> ColumnsAsync(DjangoSession session, DjangoTable table, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> columns = await session.ColumnsAsync(table.Name, cancellationToken);
        if (columns.Count == 0)
        {
            throw new UnavailableException(
                $"there is no table {table.Name} in {session.Place}: is this the database of a Django project with django-celery-beat, and has it been migrated?",
                isTransient: false);
        }

        string[] lacking = [.. table.Always.Where(column => !columns.Contains(column))];
        return lacking.Length == 0 ? columns : throw new UnavailableException(
            $"the table {table.Name} in {session.Place} is not django-celery-beat's: it lacks {string.Join(", ", lacking)}", isTransient: false);
    }

    private static async Task<(IReadOnlySet<string> Columns, List<DjangoRow> Rows)> ReadAsync(
        DjangoSession session, DjangoTable table, string order, DateTimeZone naiveZone, List<string> missing, CancellationToken cancellationToken)
    {
        IReadOnlySet<string> has = await ColumnsAsync(session, table, cancellationToken);
        missing.AddRange(table.Later.Where(column => !has.Contains(column)).Select(column => $"{table.Name}.{column}"));
        string[] wanted = [.. table.Always.Concat(table.Later).Where(has.Contains)];
        Dictionary<string, int> columns = wanted.Index().ToDictionary(column => column.Item, column => column.Index, StringComparer.Ordinal);
        List<object?[]> values = await session.ReadAsync(
            $"SELECT {string.Join(", ", wanted.Select(column => $"\"{column}\""))} FROM {session.Quote(table.Name)} ORDER BY \"{order}\"", cancellationToken);
        return (wanted.ToHashSet(StringComparer.Ordinal), values.ConvertAll(row => new DjangoRow(columns, row, naiveZone)));
    }
}
