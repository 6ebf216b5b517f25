using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Messages;

/// <summary>The addresses of queues.</summary>
internal static class QueueEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/queues", ListAsync);
        group.MapGet("/queues/purge", AskPurgeAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapPost("/queues/purge", PurgeAsync).RequireAuthorization(DownbeatPolicies.Manage);
    }

    private static async Task<IResult> ListAsync(HttpContext context, QueueOperations queues, FleetOperations fleet, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueInfo> list = await queues.ListAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<WorkerInfo> workers = await fleet.WorkersAsync(cancellationToken).ConfigureAwait(false);
        ILookup<string, string> consumers = workers.Where(worker => worker.IsAlive)
            .SelectMany(worker => worker.Queues.Select(queue => (Queue: queue, worker.Name)))
            .ToLookup(one => one.Queue, one => one.Name, StringComparer.Ordinal);
        return await Answers.PageAsync<QueueListView>(context, new QueueListModel(list, consumers), TextCatalog.English["Queues"], "queues").ConfigureAwait(false);
    }

    private static async Task<IResult> AskPurgeAsync(HttpContext context, QueueOperations queues, string? queue, CancellationToken cancellationToken)
    {
        return await AskAsync(context, queues, queue ?? "", new FormState(), StatusCodes.Status200OK, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> PurgeAsync(HttpContext context, QueueOperations queues, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        string queue = form["queue"];
        if (form["typed"].Trim() != queue)
        {
            form.Refuse("typed", TextCatalog.English["That is not the queue's name. Nothing was deleted."]);
            return await AskAsync(context, queues, queue, form, StatusCodes.Status422UnprocessableEntity, cancellationToken).ConfigureAwait(false);
        }

        long purged = await queues.PurgeAsync(Actor.Of(context), queue, cancellationToken).ConfigureAwait(false);
        return Answers.Go(
            context, "/queues", new Notice(true, TextCatalog.English.Count(purged, "{0} message was deleted.", "{0} messages were deleted.")));
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, QueueOperations queues, string queue, FormState form, int status, CancellationToken cancellationToken)
    {
        IReadOnlyList<QueueInfo> list = await queues.ListAsync(cancellationToken).ConfigureAwait(false);
        QueueInfo found = list.FirstOrDefault(one => one.Name == queue) ?? throw new NotFoundException("queue", queue);
        form["typed"] = "";
        return await Answers.PageAsync<PurgeView>(
            context, new PurgeModel(found, form), TextCatalog.English["Purge ‘{0}’?", queue], "queues", status).ConfigureAwait(false);
    }
}
