using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Gathers what the pages about periodic tasks show.</summary>
internal sealed class PeriodicReader(
    IScheduleStore store, PeriodicTaskOperations tasks, RecentFires recent, KnownNames names, TaskRegistry registry, IOptions<DownbeatOptions> options)
{
    /// <summary>The time zone of schedules that name none.</summary>
    public string TimeZone => options.Value.TimeZone;

    public async Task<ListModel> ListAsync(ListQuery query, CancellationToken cancellationToken)
    {
        Paging.Page<PeriodicTaskEntry> page = await tasks.ListAsync(query.ToKernel(), cancellationToken).ConfigureAwait(false);
        IReadOnlyDictionary<Guid, IReadOnlyList<Fire>> fires =
            await recent.ReadAsync([.. page.Items.Select(entry => entry.Id)], cancellationToken).ConfigureAwait(false);
        return new ListModel(query, page.Items, page.Next, fires, []);
    }

    /// <summary>Reads a row.</summary>
    /// <exception cref="NotFoundException">There is none with that id.</exception>
    public async Task<PeriodicTaskRow> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return await store.Tasks.GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("periodic task", id.ToString());
    }

    public async Task<EditModel> EditAsync(FormState form, PeriodicTaskRow? row, ZoneClock clock, CancellationToken cancellationToken)
    {
        (IReadOnlyList<string> known, IReadOnlyList<string> queues) = await names.FindAsync(cancellationToken).ConfigureAwait(false);
        return new EditModel
        {
            Row = row,
            Form = form,
            Preview = SchedulePreview.Of(form, clock, row),
            Tasks = known,
            Queues = queues,
            Parameters = registry.TryGet(form["task"].Trim(), out TaskDefinition? definition) ? definition.Parameters : null,
        };
    }
}
