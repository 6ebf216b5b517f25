using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Reads the newest fires of several periodic tasks, a few at a time.</summary>
internal sealed class RecentFires(IScheduleStore store)
{
    private const int PerTask = 14;
    private const int AtOnce = 8;

    public async Task<IReadOnlyDictionary<Guid, IReadOnlyList<Fire>>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken cancellationToken)
    {
        var fires = new Dictionary<Guid, IReadOnlyList<Fire>>();
        foreach (Guid[] some in ids.Chunk(AtOnce))
        {
            Page<Fire>[] pages = await Task.WhenAll(some.Select(id => ReadAsync(id, cancellationToken))).ConfigureAwait(false);
            for (int i = 0; i < some.Length; i++)
            {
                fires[some[i]] = pages[i].Items;
            }
        }

        return fires;
    }

    private Task<Page<Fire>> ReadAsync(Guid id, CancellationToken cancellationToken)
    {
        var query = new FireQuery { PeriodicTaskId = id, Page = new PageRequest { Take = PerTask } };
        return store.Fires.QueryAsync(query, cancellationToken).AsTask();
    }
}
