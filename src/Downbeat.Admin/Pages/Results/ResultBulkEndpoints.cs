using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Results;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Results;

/// <summary>Retrying or forgetting many results.</summary>
internal static class ResultBulkEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/results/bulk", PostAsync).RequireAuthorization(DownbeatPolicies.Operate);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, ResultOperations operations, IAuthorizationService authorization, TimeProvider time, CancellationToken cancellationToken)
    {
        IFormCollection form = context.Request.Form;
        bool isForget = form["action"] == "forget";
        if (isForget && !(await authorization.AuthorizeAsync(context.User, context, DownbeatPolicies.Manage).ConfigureAwait(false)).Succeeded)
        {
            await Errors.ErrorPage.RefuseAsync(context, Refusal.Forbidden).ConfigureAwait(false);
            return TypedResults.Empty;
        }

        ResultQuery query = ResultQuery.Of(name => form["query-" + name]);
        string[] ids = [.. form["id"].OfType<string>().Where(id => id.Length > 0).Distinct(StringComparer.Ordinal)];
        bool isAll = form["scope"] == "matching" && !isForget;
        if (!isAll && ids.Length == 0)
        {
            return Answers.Go(context, query.Path, new Notice(false, TextCatalog.English["Nothing was selected. Tick the boxes first, or choose all matching."]));
        }

        if (form["confirmed"] != "yes")
        {
            var model = new ResultBulkModel { Action = isForget ? "forget" : "retry", Ids = isAll ? null : ids, Query = query };
            return await Answers.PageAsync<ResultBulkView>(context, model, TextCatalog.English["Please confirm"], "results").ConfigureAwait(false);
        }

        Actor actor = Actor.Of(context);
        if (isForget)
        {
            await operations.ForgetAsync(actor, ids, cancellationToken).ConfigureAwait(false);
            return Answers.Go(context, query.Path, new Notice(true, TextCatalog.English.Count(ids.Length, "{0} result was forgotten.", "{0} results were forgotten.")));
        }

        (int sent, int refused) = isAll
            ? await operations.RetryAllAsync(actor, query.ToFilter(time.GetUtcNow()) with { Page = new() }, ResultOperations.MostRetried, cancellationToken).ConfigureAwait(false)
            : await RetryAsync(actor, operations, ids, cancellationToken).ConfigureAwait(false);
        string text = TextCatalog.English.Count(sent, "{0} task was sent again.", "{0} tasks were sent again.")
            + (refused == 0 ? "" : " " + TextCatalog.English["{0} could not be, because their results hold no name.", refused]);
        return Answers.Go(context, query.Path, new Notice(refused == 0, text));
    }

    private static async Task<(int Sent, int Refused)> RetryAsync(Actor actor, ResultOperations operations, string[] ids, CancellationToken cancellationToken)
    {
        int sent = 0;
        foreach (string id in ids)
        {
            try
            {
                await operations.RetryAsync(actor, id, args: null, kwargs: null, queue: null, cancellationToken).ConfigureAwait(false);
                sent++;
            }
            catch (DownbeatException exception) when (!exception.IsTransient)
            {
                // Counted: what is sent is sent.
            }
        }

        return (sent, ids.Length - sent);
    }
}
