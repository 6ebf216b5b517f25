using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Downbeat.Paging;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Messages;

/// <summary>The addresses of messages that could not be handled.</summary>
internal static class DeadLetterEndpoints
{
    private const int PageSize = 50;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/dead-letters", ListAsync);
        group.MapPost("/dead-letters", PostAsync).RequireAuthorization(DownbeatPolicies.Operate);
    }

    private static async Task<IResult> ListAsync(
        HttpContext context, DeadLetterOperations letters, QueueOperations queues, string? queue, string? task, string? after, CancellationToken cancellationToken)
    {
        DeadLetterSelection selection = new() { Queue = Text(queue), Task = Text(task) };
        var model = new DeadLetterListModel
        {
            Queue = selection.Queue,
            Task = selection.Task,
            After = Text(after),
            Page = await letters.ListAsync(selection, new PageRequest { Take = PageSize, After = Text(after) }, cancellationToken).ConfigureAwait(false),
            AreKept = queues.Capabilities.KeepsDeadLetters,
        };
        return await Answers.PageAsync<DeadLetterListView>(context, model, TextCatalog.English["Dead letters"], "dead").ConfigureAwait(false);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, DeadLetterOperations letters, IAuthorizationService authorization, CancellationToken cancellationToken)
    {
        IFormCollection form = context.Request.Form;
        bool isDiscard = form["action"] == "discard";
        if (isDiscard && !(await authorization.AuthorizeAsync(context.User, context, DownbeatPolicies.Manage).ConfigureAwait(false)).Succeeded)
        {
            await Errors.ErrorPage.RefuseAsync(context, Refusal.Forbidden).ConfigureAwait(false);
            return TypedResults.Empty;
        }

        string[] ids = [.. form["id"].OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        bool isAll = form["scope"] == "matching";
        var selection = new DeadLetterSelection { TaskIds = isAll ? null : ids, Queue = Text(form["query-queue"]), Task = Text(form["query-task"]) };
        string back = "/dead-letters" + QueryText.Of(("queue", selection.Queue), ("task", selection.Task));
        if (!isAll && ids.Length == 0)
        {
            return Answers.Go(context, back, new Notice(false, TextCatalog.English["Nothing was selected. Tick the boxes first, or choose all matching."]));
        }

        if (form["confirmed"] != "yes" && (isAll || isDiscard))
        {
            return await Answers.PageAsync<DeadLetterBulkView>(
                context, new DeadLetterBulkModel(isDiscard ? "discard" : "requeue", selection), TextCatalog.English["Please confirm"], "dead").ConfigureAwait(false);
        }

        Actor actor = Actor.Of(context);
        long count = isDiscard
            ? await letters.DiscardAsync(actor, selection, cancellationToken).ConfigureAwait(false)
            : await letters.RequeueAsync(actor, selection, cancellationToken).ConfigureAwait(false);
        string text = isDiscard
            ? TextCatalog.English.Count(count, "{0} message was discarded.", "{0} messages were discarded.")
            : TextCatalog.English.Count(count, "{0} message was put back on its queue.", "{0} messages were put back on their queues.");
        return Answers.Go(context, back, new Notice(true, text));
    }

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
