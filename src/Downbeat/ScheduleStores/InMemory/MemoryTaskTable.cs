namespace Downbeat.ScheduleStores.InMemory;

/// <summary>The periodic tasks of a memory, by name and by when they are due. All of it is used under the memory's lock.</summary>
internal sealed class MemoryTaskTable
{
    private readonly Dictionary<Guid, PeriodicTaskRow> _byId = [];
    private readonly SortedDictionary<string, Guid> _byName = new(StringComparer.Ordinal);

    // Those that can fire; the first instant of all stands for a next occurrence that is still to be found.
    private readonly SortedSet<(DateTimeOffset NextRun, Guid Id)> _planned = [];

    public Guid StoreId { get; } = Guid.NewGuid();

    public string? TimeZoneVersion { get; set; }

    public IEnumerable<PeriodicTaskRow> ByName => _byName.Values.Select(id => _byId[id]);

    public IEnumerable<PeriodicTaskRow> Unplanned => Planned.TakeWhile(static row => row.NextRun is null);

    /// <summary>Those that can fire and have a next occurrence, soonest first.</summary>
    public IEnumerable<PeriodicTaskRow> Due => Planned.SkipWhile(static row => row.NextRun is null);

    private IEnumerable<PeriodicTaskRow> Planned => _planned.Select(one => _byId[one.Id]);

    public PeriodicTaskRow? Get(Guid id) => _byId.GetValueOrDefault(id);

    public PeriodicTaskRow? Find(string name) => _byName.TryGetValue(name, out Guid id) ? _byId[id] : null;

    public DateTimeOffset? NextRun(DateTimeOffset now) => _planned.Count == 0 ? null : _byId[_planned.Min.Id].NextRun ?? now;

    public void Put(PeriodicTaskRow row)
    {
        Remove(row.Id);
        _byId.Add(row.Id, row);
        _byName.Add(row.Name, row.Id);
        if (CanFire(row))
        {
            _planned.Add((row.NextRun ?? DateTimeOffset.MinValue, row.Id));
        }
    }

    public bool Remove(Guid id)
    {
        if (!_byId.Remove(id, out PeriodicTaskRow? row))
        {
            return false;
        }

        _byName.Remove(row.Name);
        _planned.Remove((row.NextRun ?? DateTimeOffset.MinValue, id));
        return true;
    }

    private static bool CanFire(PeriodicTaskRow row) => row.Enabled && row.Error is null;
}
