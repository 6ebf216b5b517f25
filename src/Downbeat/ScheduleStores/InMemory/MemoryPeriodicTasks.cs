using System.Text.Json.Nodes;
using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.ScheduleStores.InMemory;

internal sealed class MemoryPeriodicTasks(MemoryDatabase database) : IPeriodicTaskStore
{
    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Change(database.Schedule, () =>
        {
            if (database.TaskRows.Find(row.Name) is not null)
            {
                return false;
            }

            database.TaskRows.Put(row);
            return true;
        }));
    }

    public ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Change(database.Schedule, () => Update(edit)));
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Change(database.Schedule, () => database.TaskRows.Remove(id)));
    }

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => database.TaskRows.Get(id)));
    }

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => database.TaskRows.Find(name)));
    }

    public ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        List<PeriodicTaskRow> found = database.Read(() => (query.Order == PeriodicTaskOrder.NextRun ? ByNextRun(query) : ByName(query))
            .Where(row => Matches(row, query))
            .Take(query.Page.Take + 1)
            .ToList());
        if (found.Count <= query.Page.Take)
        {
            return new(new Page<PeriodicTaskRow>(found, null));
        }

        PeriodicTaskRow last = found[query.Page.Take - 1];
        string next = query.Order == PeriodicTaskOrder.NextRun ? PeriodicTaskQuery.AfterNextRun(last) : last.Name;
        return new(new Page<PeriodicTaskRow>(found[..query.Page.Take], next));
    }

    private IEnumerable<PeriodicTaskRow> ByName(PeriodicTaskQuery query)
    {
        return database.TaskRows.ByName.Where(row => query.Page.After is null || string.CompareOrdinal(row.Name, query.Page.After) > 0);
    }

    private IEnumerable<PeriodicTaskRow> ByNextRun(PeriodicTaskQuery query)
    {
        (DateTimeOffset NextRun, Guid Id)? after = query.ReadAfterNextRun();
        return database.TaskRows.ByName
            .Where(row => row is { Enabled: true, Error: null, NextRun: not null }
                && (after is not { } position || row.NextRun > position.NextRun || (row.NextRun == position.NextRun && row.Id.CompareTo(position.Id) > 0)))
            .OrderBy(row => row.NextRun).ThenBy(row => row.Id);
    }

    private EditOutcome Update(PeriodicTaskEdit edit)
    {
        if (database.TaskRows.Get(edit.Row.Id) is not { } old)
        {
            return EditOutcome.Gone;
        }

        if (old.Revision != edit.ExpectedRevision)
        {
            return EditOutcome.Conflict;
        }

        if (database.TaskRows.Find(edit.Row.Name) is { } namesake && namesake.Id != old.Id)
        {
            return EditOutcome.NameTaken;
        }

        database.TaskRows.Put(KeepHistory(edit.IsReplanned ? KeepNewest(KeepWatermark(edit.Row, old), old) : KeepPlan(edit.Row, old), old));
        return EditOutcome.Done;
    }

    // Beat may have settled occurrences since the row was read: the watermark goes back only for a clocked time that is in the past on purpose.
    private static PeriodicTaskRow KeepWatermark(PeriodicTaskRow row, PeriodicTaskRow old)
    {
        return row.NextNominal <= row.Anchor || old.Watermark is null || row.Watermark >= old.Watermark ? row : row with { Watermark = old.Watermark };
    }

    // Beat disables what has ended without raising the revision. An edit made on what was read before must not begin it anew.
    private static PeriodicTaskRow KeepPlan(PeriodicTaskRow row, PeriodicTaskRow old)
    {
        bool hasEnded = row.Enabled && !old.Enabled;
        return row with
        {
            Enabled = row.Enabled && !hasEnded,
            DisabledReason = hasEnded ? old.DisabledReason : row.DisabledReason,
            Anchor = old.Anchor,
            Watermark = old.Watermark,
            NextNominal = old.NextNominal,
            NextRun = old.NextRun,
            LastRun = old.LastRun,
            TotalRuns = old.TotalRuns,
        };
    }

    // Runs that happened elsewhere, before a row came here, may be added; none is ever taken away.
    private static PeriodicTaskRow KeepNewest(PeriodicTaskRow row, PeriodicTaskRow old)
    {
        return row with
        {
            LastRun = row.LastRun is null || old.LastRun > row.LastRun ? old.LastRun : row.LastRun,
            TotalRuns = Math.Max(row.TotalRuns, old.TotalRuns),
        };
    }

    private static PeriodicTaskRow KeepHistory(PeriodicTaskRow row, PeriodicTaskRow old)
    {
        return row with
        {
            LastTaskId = old.LastTaskId,
            LastOutcome = old.LastOutcome,
            BusyUntil = old.BusyUntil,
            CreatedAt = old.CreatedAt,
        };
    }

    private static bool Matches(PeriodicTaskRow row, PeriodicTaskQuery query)
    {
        return (query.Task is null || row.Task == query.Task)
            && (query.Application is null || row.Application == query.Application)
            && (query.Enabled is null || row.Enabled == query.Enabled)
            && (query.Quarantined is null || row.Error is not null == query.Quarantined)
            && (query.SchedulePrefix is not { } prefix || row.Schedule.StartsWith(prefix, StringComparison.Ordinal))
            && (query.Queue is null || row.Queue == query.Queue)
            && (query.Origin is null || row.Origin == query.Origin)
            && (query.Outcome is null || row.LastOutcome == query.Outcome)
            && (query.Tag is null || HasTag(row.Tags, query.Tag))
            && (query.Search is null
                || Contains(row.Name, query.Search) || Contains(row.Task, query.Search) || Contains(row.Description, query.Search));
    }

    private static bool Contains(string text, string search) => text.Contains(search, StringComparison.OrdinalIgnoreCase);

    private static bool HasTag(string tags, string tag)
    {
        try
        {
            return JsonNode.Parse(tags) is JsonArray words && words.Any(word => word is JsonValue value && value.TryGetValue(out string? text) && text == tag);
        }
        catch (System.Text.Json.JsonException)
        {
            return false;
        }
    }
}
