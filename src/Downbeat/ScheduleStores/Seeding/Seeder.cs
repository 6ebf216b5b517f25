using Downbeat.Paging;
using Downbeat.Tasks;
using Microsoft.Extensions.Logging;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>Reads the rows of a source, asks the plan what to write, and writes it. Any number of processes may do so at once.</summary>
internal sealed partial class Seeder(IScheduleStore store, TimeProvider time, ILogger<Seeder> logger)
{
    private const int Rounds = 20;

    /// <summary>Brings the store in line with what is declared.</summary>
    /// <param name="source">Who declares.</param>
    /// <param name="declarations">Everything it declares.</param>
    /// <param name="cancellationToken">Cancels it between two writes.</param>
    public async Task SeedAsync(SeedSource source, IReadOnlyList<PeriodicDeclaration> declarations, CancellationToken cancellationToken)
    {
        var blocked = new HashSet<string>(StringComparer.Ordinal);
        for (int round = 0; round < Rounds; round++)
        {
            List<PeriodicTaskRow> rows = await ReadAsync(source, cancellationToken).ConfigureAwait(false);
            bool isDone = true;
            foreach (SeedStep step in SeedPlan.Make(source, declarations, rows, time.GetUtcNow(), Guid.NewGuid))
            {
                isDone &= blocked.Contains(step.Name) || await WriteAsync(source, step, blocked, cancellationToken).ConfigureAwait(false);
            }

            if (isDone)
            {
                return;
            }
        }

        // Somebody edits these rows without a pause. The next start tries again.
        LogContended(source.Application);
    }

    private async Task<List<PeriodicTaskRow>> ReadAsync(SeedSource source, CancellationToken cancellationToken)
    {
        var rows = new List<PeriodicTaskRow>();
        string? after = null;
        do
        {
            var query = new PeriodicTaskQuery
            {
                Application = source.Application,
                Page = new PageRequest { Take = PageRequest.MaxTake, After = after },
            };
            Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            rows.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return rows;
    }

    /// <returns>Whether nothing is left to do about it; if not, the rows have to be read again.</returns>
    private async Task<bool> WriteAsync(SeedSource source, SeedStep step, HashSet<string> blocked, CancellationToken cancellationToken)
    {
        EditOutcome outcome = step.Add is { } row
            ? await store.Tasks.AddAsync(row, cancellationToken).ConfigureAwait(false) ? EditOutcome.Done : EditOutcome.NameTaken
            : await store.Tasks.UpdateAsync(step.Edit!, cancellationToken).ConfigureAwait(false);
        switch (outcome)
        {
            case EditOutcome.Done:
                LogSeeded(step.Name, source.Application, step.Action);
                return true;
            case EditOutcome.NameTaken:
                return await IsTakenAsync(source, step, blocked, cancellationToken).ConfigureAwait(false);
            default:
                return false;
        }
    }

    private async Task<bool> IsTakenAsync(SeedSource source, SeedStep step, HashSet<string> blocked, CancellationToken cancellationToken)
    {
        PeriodicTaskRow? owner = await store.Tasks.FindAsync(step.Name, cancellationToken).ConfigureAwait(false);
        string? key = (step.Add ?? step.Edit!.Row).DeclarationKey;
        if (owner is null || (source.Owns(owner) && owner.DeclarationKey == key))
        {
            // Another process of the same application was faster, or the name has just become free.
            return false;
        }

        blocked.Add(step.Name);
        LogNameTaken(step.Name, source.Application, owner.Application is { } application ? $"application {application}" : $"{owner.ChangedBy} ({owner.Origin})");
        return true;
    }

    [LoggerMessage(
        Diagnostics.EventIds.Kernel + 40, LogLevel.Information, "Periodic task {Name}, declared by {Application}: {Action}")]
    private partial void LogSeeded(string name, string application, string action);

    [LoggerMessage(
        Diagnostics.EventIds.Kernel + 41,
        LogLevel.Warning,
        "The periodic task {Name} that {Application} declares is not installed, because the name is taken by a task of {Owner}; rename one of them")]
    private partial void LogNameTaken(string name, string application, string owner);

    [LoggerMessage(
        Diagnostics.EventIds.Kernel + 42,
        LogLevel.Warning,
        "Not all periodic tasks that {Application} declares could be brought up to date, because others keep editing them; the next start tries again")]
    private partial void LogContended(string application);
}
