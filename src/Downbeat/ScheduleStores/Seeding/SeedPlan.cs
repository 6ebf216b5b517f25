using Downbeat.Tasks;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>
/// What has to be written so that the store says what is declared. Pure. A row is identified by application and key; what a newer version has
/// written is left alone, and so is what an operator has edited. Nothing ever fires by being seeded.
/// </summary>
internal static class SeedPlan
{
    /// <summary>Compares declarations with rows.</summary>
    /// <param name="source">Who declares.</param>
    /// <param name="declarations">Everything it declares; keys are unique.</param>
    /// <param name="rows">Its rows.</param>
    /// <param name="now">The time.</param>
    /// <param name="newId">Makes ids for new rows.</param>
    public static IReadOnlyList<SeedStep> Make(
        SeedSource source, IReadOnlyList<PeriodicDeclaration> declarations, IEnumerable<PeriodicTaskRow> rows, DateTimeOffset now, Func<Guid> newId)
    {
        Dictionary<string, PeriodicTaskRow> byKey = ByKey(source, rows);
        var steps = new List<SeedStep>();
        foreach (PeriodicDeclaration declaration in declarations)
        {
            byKey.Remove(declaration.Key, out PeriodicTaskRow? row);
            Add(row is null ? New(source, declaration, now, newId()) : Declared(source, declaration, row, now));
        }

        foreach (PeriodicTaskRow row in byKey.Values.OrderBy(row => row.Name, StringComparer.Ordinal))
        {
            Add(Removed(source, row, now));
        }

        return steps;

        void Add(SeedStep? step)
        {
            if (step is not null)
            {
                steps.Add(step);
            }
        }
    }

    // Nothing but this program writes keys, but a copy of a row made by hand has the same one: the oldest is the declared one.
    private static Dictionary<string, PeriodicTaskRow> ByKey(SeedSource source, IEnumerable<PeriodicTaskRow> rows)
    {
        var byKey = new Dictionary<string, PeriodicTaskRow>(StringComparer.Ordinal);
        foreach (PeriodicTaskRow row in rows.Where(source.Owns).OrderBy(row => row.CreatedAt).ThenBy(row => row.Name, StringComparer.Ordinal))
        {
            byKey.TryAdd(row.DeclarationKey!, row);
        }

        return byKey;
    }

    private static SeedStep New(SeedSource source, PeriodicDeclaration declaration, DateTimeOffset now, Guid id)
    {
        PeriodicTaskRow row = PeriodicTaskPlanner.Create(declaration.Task, id, source.Author, now, firesPast: false) with
        {
            Application = source.Application,
            DeclarationKey = declaration.Key,
            DeclarationVersion = source.Version,
            Declaration = PeriodicTaskJson.Write(declaration.Task),
        };
        return new SeedStep(row.Name, "added") { Add = row };
    }

    private static SeedStep? Declared(SeedSource source, PeriodicDeclaration declaration, PeriodicTaskRow row, DateTimeOffset now)
    {
        if (ApplicationVersions.Compare(row.DeclarationVersion, source.Version) > 0)
        {
            return null;
        }

        string json = PeriodicTaskJson.Write(declaration.Task);
        bool wasRemoved = !row.Enabled && row.DisabledReason == source.RemovedReason;
        if (row.Declaration == json && !wasRemoved)
        {
            return row.DeclarationVersion == source.Version ? null : Edited(Unchanged(row), "declared by a newer version, unchanged");
        }

        if (!row.IsEdited)
        {
            return Edited(Update(source, row, declaration.Task, wasRemoved, now), row.Declaration is null ? "declared again" : "updated");
        }

        return wasRemoved
            ? Edited(Enable(source, row, now), "declared again; an operator's version stays")
            : Edited(Unchanged(row), "changed in code; an operator's version stays");

        SeedStep Edited(PeriodicTaskEdit edit, string action) => Step(source, edit, json, action);
    }

    private static SeedStep? Removed(SeedSource source, PeriodicTaskRow row, DateTimeOffset now)
    {
        if (row.Declaration is null || ApplicationVersions.Compare(row.DeclarationVersion, source.Version) > 0)
        {
            return null;
        }

        return row.Enabled
            ? Step(source, PeriodicTaskPlanner.Disable(row, source.Author, now, source.RemovedReason), declaration: null, "disabled: no longer declared")
            : Step(source, Unchanged(row), declaration: null, "no longer declared");
    }

    private static SeedStep Step(SeedSource source, PeriodicTaskEdit edit, string? declaration, string action)
    {
        PeriodicTaskRow row = edit.Row with { Declaration = declaration, DeclarationVersion = source.Version };
        return new SeedStep(row.Name, action) { Edit = edit with { Row = row } };
    }

    private static PeriodicTaskEdit Unchanged(PeriodicTaskRow row)
    {
        return new PeriodicTaskEdit(row with { Revision = row.Revision + 1 }, row.Revision, IsReplanned: false);
    }

    private static PeriodicTaskEdit Update(SeedSource source, PeriodicTaskRow row, PeriodicTask task, bool wasRemoved, DateTimeOffset now)
    {
        bool isEnabled = task.Enabled && (row.Enabled || wasRemoved || Revives(row, task));
        return Edit(source, row, task with { Enabled = isEnabled }, now);
    }

    private static PeriodicTaskEdit Enable(SeedSource source, PeriodicTaskRow row, DateTimeOffset now)
    {
        try
        {
            return Edit(source, row, PeriodicTaskCodec.Read(row) with { Enabled = true }, now);
        }
        catch (InvalidValueException)
        {
            // What the operator left does not parse. It stays as it is, and disabled.
            return Unchanged(row);
        }
    }

    private static PeriodicTaskEdit Edit(SeedSource source, PeriodicTaskRow row, PeriodicTask task, DateTimeOffset now)
    {
        try
        {
            return PeriodicTaskPlanner.Edit(row, task, source.Author, now, disabledReason: null, firesPast: false);
        }
        catch (InvalidValueException refusal) when (task.Enabled && refusal.Field == "enabled")
        {
            return PeriodicTaskPlanner.Edit(row, task with { Enabled = false }, source.Author, now, refusal.Message, firesPast: false);
        }
    }

    // A task that has ended (a one-off that has fired, one that has expired) begins anew only if what ended it has changed in code.
    private static bool Revives(PeriodicTaskRow row, PeriodicTask task)
    {
        try
        {
            PeriodicTask before = row.Declaration is { } json
                ? PeriodicTaskJson.Read(json)
                : PeriodicTaskCodec.Read(row) with { Enabled = task.Enabled };
            return before.Enabled != task.Enabled || IsOneOff(before) != IsOneOff(task) || before.Schedule != task.Schedule
                || before.StartTime != Instants.Round(task.StartTime) || before.Expires != Instants.Round(task.Expires);
        }
        catch (InvalidValueException)
        {
            return true;
        }
    }

    private static bool IsOneOff(PeriodicTask task) => task.OneOff || task.Schedule?.Kind == ScheduleKind.Clocked;
}
