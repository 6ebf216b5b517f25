using Downbeat.App.Verbs.Periodic;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Django.Importing;

/// <summary>
/// Decides what an import writes. Pure. A row here belongs to the source that imported it and is recognised by its name; what the source said then is
/// kept with it, so that a second import sees what has changed there and what an operator has changed here.
/// </summary>
internal sealed class ImportPlan(ImportTerms terms, IReadOnlyDictionary<string, PeriodicTaskRow> rows, Func<Guid> newId)
{
    private readonly PeriodicTaskAuthor _author = new(terms.User, "import");

    // An operator may have renamed what was imported; the key stays.
    private readonly Dictionary<string, PeriodicTaskRow> _ours = rows.Values
        .Where(row => row.Application == terms.Source && row.DeclarationKey is not null)
        .OrderBy(row => row.CreatedAt).DistinctBy(row => row.DeclarationKey, StringComparer.Ordinal)
        .ToDictionary(row => row.DeclarationKey!, StringComparer.Ordinal);

    /// <summary>Decides about all rows, and about those that were imported before and are gone.</summary>
    /// <param name="translations">What the source says.</param>
    public IReadOnlyList<ImportStep> Make(IReadOnlyList<Translation> translations)
    {
        HashSet<string> named = translations.Select(one => one.Name).ToHashSet(StringComparer.Ordinal);
        return
        [
            .. translations.Select(Decide),
            .. _ours.Values.Where(row => !named.Contains(row.DeclarationKey!)).OrderBy(row => row.Name, StringComparer.Ordinal).Select(Gone),
        ];
    }

    private static ImportStep Gone(PeriodicTaskRow row)
    {
        string state = row.Enabled ? "it is still enabled here: disable or delete it if it shall not run" : "it is disabled here";
        return new ImportStep(row.Name, ImportOutcome.Gone) { Notes = [$"it was imported before and is no longer in the source; {state}"] };
    }

    private ImportStep Decide(Translation wanted)
    {
        if (wanted.Task is not { } task)
        {
            return wanted.IsBuiltIn
                ? new ImportStep(wanted.Name, ImportOutcome.BuiltIn) { Notes = wanted.Notes }
                : new ImportStep(wanted.Name, ImportOutcome.Refused) { Notes = wanted.Notes, Refusals = wanted.Refusals };
        }

        try
        {
            ImportStep step = _ours.TryGetValue(task.Name, out PeriodicTaskRow? row) ? Known(row, task, wanted)
                : !rows.TryGetValue(task.Name, out row) ? Added(task, wanted)
                : terms.Overwrite && row.Application is null ? Changed(row, task, wanted)
                : Clash(row);
            return step with { Notes = [.. step.Notes, .. wanted.Notes] };
        }
        catch (InvalidValueException refusal)
        {
            return new ImportStep(wanted.Name, ImportOutcome.Refused) { Notes = wanted.Notes, Refusals = [ImportRefusal.Of(refusal)] };
        }
    }

    private static ImportStep Clash(PeriodicTaskRow row)
    {
        string owner = row.Application is { } application ? $"application {application}" : $"{row.ChangedBy} ({row.Origin})";
        string wayOut = row.Application is null ? "rename one of them, or replace it with --overwrite" : "rename one of them";
        return new ImportStep(row.Name, ImportOutcome.Clash) { Notes = [$"a periodic task of this name is here already, of {owner}: {wayOut}"] };
    }

    private ImportStep Added(PeriodicTask task, Translation from)
    {
        PeriodicTask here = Here(task, wasEnabled: false);
        PeriodicTaskRow row = RunState.Carry(PeriodicTaskPlanner.Create(here, newId(), _author, terms.Now), here, from, terms);
        return new ImportStep(task.Name, ImportOutcome.Added) { Add = Signed(row, task, from), Notes = NotesOn(row, task, from) };
    }

    private ImportStep Known(PeriodicTaskRow row, PeriodicTask task, Translation from)
    {
        bool says = row.Declaration == PeriodicTaskJson.Write(task);
        if (says && !HasRunSince(row, from))
        {
            return new ImportStep(task.Name, ImportOutcome.Unchanged)
            {
                Notes = row.IsEdited ? ["it has been edited here since it was imported; that stays"] : [],
            };
        }

        return says ? Advanced(row, from) : row.IsEdited && !terms.Overwrite ? Kept(row, task, from) : Changed(row, task, from);
    }

    // What it says stays; that it has run elsewhere counts all the same.
    private ImportStep Kept(PeriodicTaskRow row, PeriodicTask task, Translation from) => new(task.Name, ImportOutcome.Kept)
    {
        Fields = Differences(row, task),
        Edit = HasRunSince(row, from) ? Advanced(row, from).Edit : null,
        Notes = ["it has changed in the source and has been edited here; the version here stays, unless --overwrite says otherwise"],
    };

    // The other beat has gone on since the last import. Nothing else has changed: what is written here stays as it is.
    private ImportStep Advanced(PeriodicTaskRow row, Translation from)
    {
        PeriodicTask task = PeriodicTaskCodec.Read(row);
        PeriodicTaskRow carried = RunState.Carry(row, task, from, terms) with { Revision = row.Revision + 1 };
        return new ImportStep(row.Name, ImportOutcome.Changed)
        {
            Fields = Runs(row, carried),
            Edit = new PeriodicTaskEdit(carried, row.Revision, IsReplanned: true),
        };
    }

    private ImportStep Changed(PeriodicTaskRow row, PeriodicTask task, Translation from)
    {
        PeriodicTask here = Here(task, row.Enabled);
        PeriodicTaskEdit edit = PeriodicTaskPlanner.Edit(row, here, _author, terms.Now, from.DisabledReason);
        bool hasRunSince = HasRunSince(row, from);
        PeriodicTaskRow edited = !hasRunSince ? edit.Row
            : edit.IsReplanned ? edit.Row with { LastRun = Instants.Round(from.LastRun), TotalRuns = Math.Max(from.TotalRuns, row.TotalRuns) }
            : RunState.Carry(edit.Row, here, from, terms);
        edited = Signed(edited, task, from) with { Origin = _author.Origin };
        return new ImportStep(task.Name, ImportOutcome.Changed)
        {
            Fields = [.. Differences(row, here), .. Runs(row, edited)],
            Edit = new PeriodicTaskEdit(edited, row.Revision, edit.IsReplanned || hasRunSince),
            Notes = NotesOn(edited, task, from),
        };
    }

    // Remembers what the source said, and that nobody has edited it since.
    private PeriodicTaskRow Signed(PeriodicTaskRow row, PeriodicTask task, Translation from) => row with
    {
        Application = terms.Source,
        DeclarationKey = task.Name,
        Declaration = PeriodicTaskJson.Write(task),
        IsEdited = false,
        DisabledReason = row.Enabled ? null
            : row.DisabledReason ?? from.DisabledReason ?? (task.Enabled && terms.Disabled ? "imported disabled; enable it when the other beat no longer has it" : null),
    };

    // What an operator has enabled stays enabled.
    private PeriodicTask Here(PeriodicTask task, bool wasEnabled) => terms.Disabled && !wasEnabled ? task with { Enabled = false } : task;

    private List<string> NotesOn(PeriodicTaskRow row, PeriodicTask task, Translation from)
    {
        var notes = new List<string>();
        if (!row.Enabled && task.Enabled)
        {
            notes.Add($"disabled: {row.DisabledReason}");
        }
        else if (row.Enabled && row.NextRun <= terms.Now)
        {
            notes.Add(task.Schedule!.Kind == ScheduleKind.Clocked
                ? "its time has passed and it never ran: it fires as soon as a beat runs"
                : $"an occurrence since its last run at {from.LastRun:u} was missed: the newest of them fires as soon as a beat runs");
        }

        if (from.DisabledReason is { } reason)
        {
            notes.Add($"disabled: {reason}");
        }

        if (from.LastRun > terms.Now)
        {
            notes.Add($"last_run_at {from.LastRun:u} is in the future and was taken as now: is the zone of the source's times right (--naive-times)?");
        }

        return notes;
    }

    private bool HasRunSince(PeriodicTaskRow row, Translation from)
    {
        return Instants.Round(from.LastRun) is { } run && run <= terms.Now && (row.LastRun is null || run > row.LastRun);
    }

    private static IReadOnlyList<(string Name, string? Before, string? After)> Differences(PeriodicTaskRow row, PeriodicTask task)
    {
        return ImportChange.Between(PeriodicTaskEntry.Of(row), task).Fields;
    }

    private static (string Name, string? Before, string? After)[] Runs(PeriodicTaskRow before, PeriodicTaskRow after)
    {
        return before.LastRun == after.LastRun ? [] : [("last_run_at", Quoted(before.LastRun), Quoted(after.LastRun))];
    }

    private static string? Quoted(DateTimeOffset? instant) => Output.Texts.Of(instant) is { } text ? $"\"{text}\"" : null;
}
