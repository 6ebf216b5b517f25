using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Tests.ScheduleStores;

/// <summary>Rows in memory, with names that are unique and revisions that are guarded; the subject here is what is above them.</summary>
internal sealed class FakeTasks : IPeriodicTaskStore
{
    private readonly Dictionary<Guid, PeriodicTaskRow> _rows = [];

    /// <summary>Called before a write: it may write itself, as somebody faster would, or throw.</summary>
    public Action? BeforeWrite { get; set; }

    /// <summary>Called before anything is read.</summary>
    public Action? BeforeRead { get; set; }

    public IReadOnlyCollection<PeriodicTaskRow> Rows => _rows.Values;

    public PeriodicTaskRow this[string name] => _rows.Values.Single(row => row.Name == name);

    public void Put(PeriodicTaskRow row) => _rows[row.Id] = row;

    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        Interrupt();
        return new(!_rows.Values.Any(other => other.Name == row.Name) && _rows.TryAdd(row.Id, row));
    }

    public ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken)
    {
        Interrupt();
        if (!_rows.TryGetValue(edit.Row.Id, out PeriodicTaskRow? row))
        {
            return new(EditOutcome.Gone);
        }

        if (_rows.Values.Any(other => other.Name == edit.Row.Name && other.Id != row.Id))
        {
            return new(EditOutcome.NameTaken);
        }

        if (row.Revision != edit.ExpectedRevision)
        {
            return new(EditOutcome.Conflict);
        }

        _rows[row.Id] = edit.IsReplanned
            ? edit.Row
            : edit.Row with { Anchor = row.Anchor, Watermark = row.Watermark, NextNominal = row.NextNominal, NextRun = row.NextRun };
        return new(EditOutcome.Done);
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => new(_rows.Remove(id));

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken) => new(_rows.GetValueOrDefault(id));

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        BeforeRead?.Invoke();
        return new(_rows.Values.FirstOrDefault(row => row.Name == name));
    }

    public ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        BeforeRead?.Invoke();
        PeriodicTaskRow[] rows =
        [
            .. _rows.Values.Where(row => query.Application is null || row.Application == query.Application)
                .Where(row => string.CompareOrdinal(row.Name, query.Page.After) > 0)
                .OrderBy(row => row.Name, StringComparer.Ordinal)
                .Take(query.Page.Take + 1),
        ];
        return new(new Page<PeriodicTaskRow>(
            [.. rows.Take(query.Page.Take)], rows.Length > query.Page.Take ? rows[query.Page.Take - 1].Name : null));
    }

    private void Interrupt()
    {
        Action? interrupt = BeforeWrite;
        BeforeWrite = null;
        interrupt?.Invoke();
    }
}
