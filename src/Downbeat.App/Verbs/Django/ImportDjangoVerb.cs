using System.CommandLine;
using Downbeat.App.Django;
using Downbeat.App.Django.Importing;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Options;
using NodaTime;

namespace Downbeat.App.Verbs.Django;

internal sealed class ImportDjangoVerb : Verb
{
    private readonly Option<string> _from = new("--from")
    {
        Description = "The Django project's database: sqlite:////path/db.sqlite3 or postgresql://user:password@host/database?schema=…",
        HelpName = "URL",
        Required = true,
    };

    private readonly Option<bool> _dryRun = new("--dry-run") { Description = "Only report what would be done" };

    private readonly Option<bool> _overwrite = new("--overwrite")
    {
        Description = "Replace tasks of the same name that operators have made or edited here",
    };

    private readonly Option<bool> _fromNow = new("--from-now")
    {
        Description = "Count what was missed between the last run and now as settled; without it the newest missed occurrence of each task fires",
    };

    private readonly Option<bool> _disabled = new("--disabled")
    {
        Description = "Import new tasks disabled, to enable them here one after the other as they are disabled there",
    };

    private readonly Option<string> _as = new("--as")
    {
        Description = "What the source is called here; give each its own to import from several",
        HelpName = "NAME",
        DefaultValueFactory = _ => "django-celery-beat",
    };

    private readonly Option<string?> _timeZone = new("--timezone")
    {
        Description = "The time zone of crontabs without one, which old releases have; Celery's. Default: as configured", HelpName = "ZONE",
    };

    private readonly Option<string> _naiveTimes = new("--naive-times")
    {
        Description = "The time zone of times without an offset, which SQLite has; Django's TIME_ZONE where USE_TZ is off",
        HelpName = "ZONE",
        DefaultValueFactory = _ => "UTC",
    };

    public ImportDjangoVerb(IVerbHost host)
        : base(host, "import-django", "Carry the periodic tasks of django-celery-beat over; the source is only read, and it can be done again")
    {
        Add(_from);
        Add(_dryRun);
        Add(_overwrite);
        Add(_fromNow);
        Add(_disabled);
        Add(_as);
        Add(_timeZone);
        Add(_naiveTimes);
    }

    protected override async Task<int> RunAsync(VerbRun run, CancellationToken cancellationToken)
    {
        IDjangoDatabase source = DjangoUrl.Parse("from", run.Value(_from)!);
        DateTimeZone naiveZone = Zone("naive-times", run.Value(_naiveTimes)!);
        string crontabZone = Zone("timezone", run.Value(_timeZone) ?? run.Get<IOptions<DownbeatOptions>>().Value.TimeZone).Id;
        var terms = new ImportTerms(SourceName(run.Value(_as)!), Environment.UserName, run.Time.GetUtcNow())
        {
            Overwrite = run.Value(_overwrite),
            FromNow = run.Value(_fromNow),
            Disabled = run.Value(_disabled),
        };

        (IReadOnlyList<Translation> translations, IReadOnlyList<string> missing) =
            await DjangoImport.ReadAsync(source, crontabZone, naiveZone, cancellationToken);
        var import = new DjangoImport(run.Get<IScheduleStore>(), terms);
        IReadOnlyList<ImportStep> steps = await import.PlanAsync(translations, cancellationToken);
        bool isDryRun = run.Value(_dryRun);
        if (!isDryRun)
        {
            steps = await import.WriteAsync(steps, cancellationToken);
        }

        var report = new ImportReport($"{source}", isDryRun, steps, missing);
        run.Output.Write(report.ToJson(), report.Show);
        return steps.Any(step => step.IsLeftBehind) ? ExitCodes.Failed : ExitCodes.Done;
    }

    private static DateTimeZone Zone(string field, string id)
    {
        return DateTimeZoneProviders.Tzdb.GetZoneOrNull(id)
            ?? throw new InvalidValueException(field, id, "an id of the IANA time-zone database, such as UTC or Europe/Berlin");
    }

    private static string SourceName(string name)
    {
        return name.Length is > 0 and <= 200 && !name.Any(char.IsControl) && name.Trim() == name && name != "downbeat"
            ? name
            : throw new InvalidValueException("as", name, "1 to 200 characters, no blank at either end, and not downbeat");
    }
}
