using System.Text;
using Downbeat.App.Django.Importing;
using Downbeat.App.Django.Reading;
using Downbeat.ScheduleStores;
using NodaTime;

namespace Downbeat.App.Django.Exporting;

/// <summary>Writes periodic tasks into a database with django-celery-beat's tables: all of them in one transaction, or none.</summary>
internal sealed class DjangoExport(IDjangoDatabase target, DateTimeOffset now)
{
    private const int TasksAtOnce = 100;

    /// <summary>Compares with what is there, and writes what is new or different.</summary>
    /// <param name="tasks">The tasks.</param>
    /// <param name="isDryRun">Whether nothing shall be written.</param>
    /// <param name="cancellationToken">Cancels it; then nothing is written.</param>
    /// <returns>The tasks, as they came out.</returns>
    /// <exception cref="UnavailableException">The database refuses, or its tables are not django-celery-beat's.</exception>
    public async Task<IReadOnlyList<ExportedTask>> RunAsync(
        IReadOnlyList<ExportedTask> tasks, bool isDryRun, CancellationToken cancellationToken)
    {
        await using DjangoSession session = isDryRun
            ? await target.OpenToReadAsync(cancellationToken)
            : await target.OpenToWriteAsync(cancellationToken);
        DjangoContents contents = await DjangoReader.ReadAsync(session, DateTimeZone.Utc, cancellationToken);
        await DjangoReader.ColumnsAsync(session, DjangoTable.Changes, cancellationToken);
        IReadOnlySet<string> crontabs = await session.ColumnsAsync(DjangoTable.Crontabs.Name, cancellationToken);
        Dictionary<string, Translation> there = contents.Tasks
            .Select(row => RowTranslator.Translate(contents, row, "UTC")).ToDictionary(one => one.Name, StringComparer.Ordinal);
        ExportedTask[] compared = [.. tasks.Select(task => Compare(Fit(task, contents.TaskColumns, crontabs), there))];
        if (!isDryRun)
        {
            await WriteAsync(session, [.. compared.Where(task => task.IsWritten)], contents.TaskColumns, crontabs, cancellationToken);
        }

        return compared;
    }

    private static ExportedTask Compare(ExportedTask task, Dictionary<string, Translation> there)
    {
        if (!task.IsWritten)
        {
            return task;
        }

        if (!there.TryGetValue(task.Name, out Translation? old))
        {
            return task with { Outcome = ExportOutcome.Added };
        }

        bool isSame = old.Task is not null && PeriodicTaskJson.Write(old.Task) == PeriodicTaskJson.Write(task.Task!)
            && !(task.LastRun is not null && (old.LastRun is null || task.LastRun > old.LastRun));
        return task with { Outcome = isSame ? ExportOutcome.Unchanged : ExportOutcome.Changed };
    }

    // An older release lacks columns: what would stand there is lost, and a kind of schedule it does not know cannot be written.
    private static ExportedTask Fit(ExportedTask task, IReadOnlySet<string> columns, IReadOnlySet<string> crontabs)
    {
        if (task.Schedule is not { } schedule)
        {
            return task;
        }

        if (!columns.Contains(schedule.Reference))
        {
            return task with
            {
                Outcome = ExportOutcome.Refused,
                Refusals = [new ImportRefusal("schedule", $"{schedule.Schedule}", $"the release of django-celery-beat there has no {schedule.Reference}")],
            };
        }

        IEnumerable<string> lacking = task.Columns
            .Where(column => !columns.Contains(column.Key) && column.Value is not (null or false or "{}")).Select(column => column.Key);
        if (schedule.Schedule is Schedules.CrontabSchedule && !crontabs.Contains("timezone"))
        {
            lacking = lacking.Append("timezone");
        }

        return task with
        {
            Lost = [.. task.Lost, .. lacking.Select(field => new ImportRefusal(field, $"{task.Columns.GetValueOrDefault(field)}", "the release of django-celery-beat there has no such column"))],
        };
    }

    private async Task WriteAsync(
        DjangoSession session, ExportedTask[] tasks, IReadOnlySet<string> columns, IReadOnlySet<string> crontabs, CancellationToken cancellationToken)
    {
        if (tasks.Length == 0)
        {
            return;
        }

        var script = new ExportScript(target.Dialect, session.Quote);
        foreach (ExportedTask[] chunk in tasks.Chunk(TasksAtOnce))
        {
            var sql = new StringBuilder();
            foreach (ExportedTask task in chunk)
            {
                sql.Append(script.Of(task, columns, crontabs));
            }

            await session.ExecuteAsync(sql.ToString(), cancellationToken);
        }

        await session.ExecuteAsync(script.Touch(now), cancellationToken);
        await session.CommitAsync(cancellationToken);
    }
}
