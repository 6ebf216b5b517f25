using Downbeat.App.Django.Reading;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using NodaTime;

namespace Downbeat.App.Django.Importing;

/// <summary>Carries django-celery-beat's periodic tasks over into a schedule store.</summary>
internal sealed class DjangoImport(IScheduleStore store, ImportTerms terms)
{
    // A store makes many writes durable at once; it needs many at once for that.
    private const int WritesAtOnce = 32;

    /// <summary>Reads the source; nothing in it is changed.</summary>
    /// <param name="source">The source.</param>
    /// <param name="crontabZone">The time zone of crontabs that have none.</param>
    /// <param name="naiveZone">The time zone of times without an offset.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="UnavailableException">It cannot be read, or is not django-celery-beat's.</exception>
    public static async Task<(IReadOnlyList<Translation> Translations, IReadOnlyList<string> Missing)> ReadAsync(
        IDjangoDatabase source, string crontabZone, DateTimeZone naiveZone, CancellationToken cancellationToken)
    {
        await using DjangoSession session = await source.OpenToReadAsync(cancellationToken);
        DjangoContents contents = await DjangoReader.ReadAsync(session, naiveZone, cancellationToken);
        return ([.. contents.Tasks.Select(row => RowTranslator.Translate(contents, row, crontabZone))], contents.Missing);
    }

    /// <summary>Decides what is to be written.</summary>
    public async Task<IReadOnlyList<ImportStep>> PlanAsync(IReadOnlyList<Translation> translations, CancellationToken cancellationToken)
    {
        var rows = new Dictionary<string, PeriodicTaskRow>(StringComparer.Ordinal);
        string? after = null;
        do
        {
            var query = new PeriodicTaskQuery { Page = new PageRequest { Take = PageRequest.MaxTake, After = after } };
            Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(query, cancellationToken);
            foreach (PeriodicTaskRow row in page.Items)
            {
                rows[row.Name] = row;
            }

            after = page.Next;
        }
        while (after is not null);

        return new ImportPlan(terms, rows, Guid.NewGuid).Make(translations);
    }

    /// <summary>Writes what was decided, row by row; a row that somebody else was faster with is refused.</summary>
    /// <returns>The steps as they came out.</returns>
    public async Task<IReadOnlyList<ImportStep>> WriteAsync(IReadOnlyList<ImportStep> steps, CancellationToken cancellationToken)
    {
        ImportStep[] written = [.. steps];
        var options = new ParallelOptions { MaxDegreeOfParallelism = WritesAtOnce, CancellationToken = cancellationToken };
        await Parallel.ForAsync(0, written.Length, options, async (index, cancelled) => written[index] = await WriteAsync(written[index], cancelled));
        return written;
    }

    private async ValueTask<ImportStep> WriteAsync(ImportStep step, CancellationToken cancellationToken)
    {
        bool isDone = step switch
        {
            { Add: { } row } => await store.Tasks.AddAsync(row, cancellationToken),
            { Edit: { } edit } => await store.Tasks.UpdateAsync(edit, cancellationToken) == EditOutcome.Done,
            _ => true,
        };
        return isDone ? step : step with
        {
            Outcome = ImportOutcome.Refused,
            Refusals = [new ImportRefusal("name", step.Name, "somebody else has added, renamed or edited it here meanwhile; import once more")],
        };
    }
}
