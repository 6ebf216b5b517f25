using System.CommandLine;
using Downbeat.App.Django;
using Downbeat.App.Django.Exporting;
using Downbeat.App.Verbs.Periodic;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Django;

internal sealed class ExportDjangoVerb : Verb
{
    private readonly Option<string?> _to = new("--to")
    {
        Description = "Write into this Django project's database: sqlite:////path/db.sqlite3 or postgresql://user:password@host/database?schema=…",
        HelpName = "URL",
    };

    private readonly Option<string?> _sql = new("--sql") { Description = "Write an SQL script to this file; to standard output by default", HelpName = "FILE" };

    private readonly Option<string?> _dialect = new("--dialect")
    {
        Description = "The script's SQL: postgresql (default) or sqlite", HelpName = "NAME",
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only report what would be done" };

    public ExportDjangoVerb(IVerbHost host)
        : base(host, "export-django", "Write the periodic tasks into django-celery-beat's tables, as far as those can hold them, or as an SQL script")
    {
        Add(_to);
        Add(_sql);
        Add(_dialect);
        Add(_dryRun);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        DateTimeOffset now = run.Time.GetUtcNow();
        IDjangoDatabase? target = run.Value(_to) is { } url ? DjangoUrl.Parse("to", url) : null;
        DjangoDialect dialect = Dialect(run, target);
        List<PeriodicTaskEntry> entries = await PeriodicPages.ReadAllAsync(run.Get<IPeriodicTasks>(), new PeriodicTaskQuery(), cancellationToken);
        IReadOnlyList<ExportedTask> tasks = [.. entries.Select(entry => TaskExpression.Of(entry, now))];
        bool isDryRun = run.Value(_dryRun);
        if (target is not null)
        {
            tasks = await new DjangoExport(target, now).RunAsync(tasks, isDryRun, cancellationToken);
            Report(run, $"{target}", isDryRun, tasks);
        }
        else
        {
            await WriteScriptAsync(run, ExportScript.Whole(dialect, tasks, now), isDryRun, tasks, cancellationToken);
        }

        return tasks.Any(task => task.Outcome == ExportOutcome.Refused) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private async Task WriteScriptAsync(
        VerbRun run, string script, bool isDryRun, IReadOnlyList<ExportedTask> tasks, CancellationToken cancellationToken)
    {
        if (run.Value(_sql) is { } file)
        {
            if (!isDryRun)
            {
                await File.WriteAllTextAsync(file, script, cancellationToken);
            }

            Report(run, Path.GetFullPath(file), isDryRun, tasks);
        }
        else if (isDryRun)
        {
            Report(run, "standard output", isDryRun, tasks);
        }
        else if (run.Output.IsJson)
        {
            run.Output.Write(new ExportReport(target: null, isDryRun, tasks).ToJson(script), "");
        }
        else
        {
            await run.Parse.InvocationConfiguration.Output.WriteAsync(script);
        }
    }

    private static void Report(VerbRun run, string target, bool isDryRun, IReadOnlyList<ExportedTask> tasks)
    {
        var report = new ExportReport(target, isDryRun, tasks);
        run.Output.Write(report.ToJson(sql: null), report.Show);
    }

    private DjangoDialect Dialect(VerbRun run, IDjangoDatabase? target)
    {
        if (target is not null && (run.Has(_sql) || run.Has(_dialect)))
        {
            throw new InvalidValueException("to", $"{target}", "either --to, or --sql and --dialect");
        }

        return run.Value(_dialect) switch
        {
            null or "postgresql" => DjangoDialect.Postgresql,
            "sqlite" => DjangoDialect.Sqlite,
            { } other => throw new InvalidValueException("dialect", other, "postgresql, sqlite"),
        };
    }
}
