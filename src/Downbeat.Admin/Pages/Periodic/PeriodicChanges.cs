using Downbeat.AspNetCore.Access;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Changes periodic tasks in the operator's name.</summary>
internal sealed class PeriodicChanges(IPeriodicTasks tasks)
{
    public Task<PeriodicTaskEntry> AddAsync(HttpContext context, PeriodicTask task, CancellationToken cancellationToken)
    {
        return tasks.AddAsync(task, Actor.Of(context).Author, cancellationToken);
    }

    public Task<PeriodicTaskEntry> ReplaceAsync(HttpContext context, PeriodicTaskRow row, PeriodicTask task, long revision, CancellationToken cancellationToken)
    {
        return tasks.ReplaceAsync(row.Name, task, Actor.Of(context).Author, revision, cancellationToken);
    }
}
