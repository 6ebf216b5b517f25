using System.Globalization;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Doing something with many periodic tasks: first a page that says with how many, then the deed.</summary>
internal static class BulkEndpoints
{
    private const int NamesShown = 12;
    private static readonly BulkAction[] Operators = [BulkAction.Enable, BulkAction.Disable, BulkAction.Run];

    public static void Map(RouteGroupBuilder group)
    {
        group.MapPost("/periodic/bulk", PostAsync).RequireAuthorization(DownbeatPolicies.Operate);
    }

    private static async Task<IResult> PostAsync(
        HttpContext context, PeriodicTaskOperations operations, BulkOperations bulk, IAuthorizationService authorization, CancellationToken cancellationToken)
    {
        IFormCollection form = context.Request.Form;
        BulkAction action = ReadAction(form["action"].ToString());
        if (!Operators.Contains(action) && !(await authorization.AuthorizeAsync(context.User, context, DownbeatPolicies.Manage).ConfigureAwait(false)).Succeeded)
        {
            await Errors.ErrorPage.RefuseAsync(context, AspNetCore.Mounting.Refusal.Forbidden).ConfigureAwait(false);
            return TypedResults.Empty;
        }

        bool isAll = form["scope"] == "matching";
        Guid[] ids = [.. form["id"].Select(text => Guid.TryParse(text, out Guid id) ? id : Guid.Empty).Where(id => id != Guid.Empty).Distinct()];
        string? value = form["value"].ToString().Trim() is { Length: > 0 } text ? text : null;
        string? back = form["return"];
        if (!isAll && ids.Length == 0)
        {
            return Answers.Back(context, back, "/periodic", new Notice(false, TextCatalog.English["Nothing was selected. Tick the boxes first, or choose all matching."]));
        }

        if (value is null && action is BulkAction.AddTag or BulkAction.RemoveTag)
        {
            return Answers.Back(context, back, "/periodic", new Notice(false, TextCatalog.English["Type the tag first."]));
        }

        ListQuery query = ListQuery.Of(name => form["query-" + name]);
        return form["confirmed"] == "yes"
            ? await DoAsync(context, bulk, action, isAll ? null : ids, query, value, cancellationToken).ConfigureAwait(false)
            : await AskAsync(context, operations, action, isAll ? null : ids, query, value, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> AskAsync(
        HttpContext context, PeriodicTaskOperations operations, BulkAction action, Guid[]? ids, ListQuery query, string? value, CancellationToken cancellationToken)
    {
        var names = new List<string>();
        LimitedCount count = new(ids?.Length ?? 0, HasMore: false);
        if (ids is null)
        {
            count = await operations.CountAsync(query.ToKernel() with { Page = new() }, BulkOperations.Most, cancellationToken).ConfigureAwait(false);
            Paging.Page<PeriodicTaskEntry> first = await operations.ListAsync(
                query.ToKernel() with { Page = new() { Take = NamesShown } }, cancellationToken).ConfigureAwait(false);
            names.AddRange(first.Items.Select(entry => entry.Name));
        }
        else
        {
            foreach (Guid id in ids.Take(NamesShown))
            {
                names.Add((await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Name);
            }
        }

        var model = new BulkModel
        {
            Action = action, Ids = ids, Query = query, Value = value, Count = count, Names = names, Return = context.Request.Form["return"],
        };
        return await Answers.PageAsync<BulkView>(context, model, TextCatalog.English["Please confirm"], "periodic").ConfigureAwait(false);
    }

    private static async Task<IResult> DoAsync(
        HttpContext context, BulkOperations bulk, BulkAction action, Guid[]? ids, ListQuery query, string? value, CancellationToken cancellationToken)
    {
        var request = new BulkRequest(action)
        {
            Ids = ids,
            Query = query.ToKernel() with { Page = new() },
            Value = value,
            Expected = int.TryParse(context.Request.Form["expected"], NumberStyles.None, CultureInfo.InvariantCulture, out int expected) ? expected : null,
        };
        BulkReport report = await bulk.RunAsync(Actor.Of(context), request, cancellationToken).ConfigureAwait(false);
        string? back = context.Request.Form["return"];
        if (report.Failures.Count == 0)
        {
            return Answers.Back(context, back, "/periodic", new Notice(true, TextCatalog.English.Count(report.Done, "Done with {0} periodic task.", "Done with {0} periodic tasks.")));
        }

        var model = new BulkModel { Action = action, Ids = ids, Query = query, Value = value, Count = new(report.Matched, HasMore: false), Return = back, Report = report };
        return await Answers.PageAsync<BulkView>(context, model, TextCatalog.English["Not all of them"], "periodic").ConfigureAwait(false);
    }

    private static BulkAction ReadAction(string text) => text switch
    {
        "enable" => BulkAction.Enable,
        "disable" => BulkAction.Disable,
        "run" => BulkAction.Run,
        "delete" => BulkAction.Delete,
        "tag" => BulkAction.AddTag,
        "untag" => BulkAction.RemoveTag,
        "queue" => BulkAction.SetQueue,
        _ => throw new InvalidValueException("action", text, "enable, disable, run, delete, tag, untag, queue"),
    };
}
