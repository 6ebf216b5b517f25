using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations.Cleanups;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Cleanup;

/// <summary>The address of the cleanup.</summary>
internal static class CleanupEndpoints
{
    private const int RunsShown = 30;
    private const string TaskName = "celery.backend_cleanup";

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/cleanup", ShowAsync);
        group.MapPost("/cleanup", StartAsync).RequireAuthorization(DownbeatPolicies.Manage);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context, CleanupOperations cleanups, PeriodicTaskOperations periodic, TimeProvider time, CancellationToken cancellationToken)
    {
        PeriodicTaskEntry? task = await periodic.FindAsync(TaskName, cancellationToken).ConfigureAwait(false);
        var model = new CleanupModel
        {
            Policy = cleanups.Policy,
            Sizes = await cleanups.SizesAsync(cancellationToken).ConfigureAwait(false),
            Runs = await cleanups.RunsAsync(RunsShown, cancellationToken).ConfigureAwait(false),
            Task = task,
            IsRunning = cleanups.IsRunning,
            Now = time.GetUtcNow(),
        };
        return await Answers.PageAsync<CleanupView>(context, model, TextCatalog.English["Cleanup"], "cleanup").ConfigureAwait(false);
    }

    private static async Task<IResult> StartAsync(HttpContext context, CleanupOperations cleanups)
    {
        bool isDryRun = context.Request.Form["do"] != "run";
        bool isStarted = await cleanups.StartAsync(Actor.Of(context), isDryRun).ConfigureAwait(false);
        string text = !isStarted ? "Another one that was started here is still running."
            : isDryRun ? "The dry run has begun. Nothing is deleted; the numbers appear below."
            : "The cleanup has begun. How far it is appears below.";
        return Answers.Go(context, "/cleanup", new Notice(isStarted, TextCatalog.English[text]));
    }
}
