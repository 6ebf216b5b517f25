using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal static class PeriodicPages
{
    public static async Task<List<PeriodicTaskEntry>> ReadAllAsync(
        IPeriodicTasks periodic, PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        var entries = new List<PeriodicTaskEntry>();
        string? after = null;
        do
        {
            PageRequest request = new() { Take = PageRequest.MaxTake, After = after };
            Page<PeriodicTaskEntry> page = await periodic.ListAsync(query with { Page = request }, cancellationToken);
            entries.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return entries;
    }
}
