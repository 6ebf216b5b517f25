using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Results;
using Downbeat.Brokers;
using Downbeat.Control;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Results;

/// <summary>The addresses of results.</summary>
internal static class ResultEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/results", ListAsync);
        group.MapGet("/results/view", ShowAsync);
        group.MapGet("/results/export", Export);
        group.MapGet("/results/retry", AskRetryAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapPost("/results/retry", RetryAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapPost("/results/revoke", RevokeAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapPost("/results/forget", ForgetAsync).RequireAuthorization(DownbeatPolicies.Manage);
        ResultBulkEndpoints.Map(group);
    }

    private static async Task<IResult> ListAsync(HttpContext context, ResultOperations operations, TimeProvider time, CancellationToken cancellationToken)
    {
        ResultQuery query = ResultQuery.Of(context.Request.Query);
        if (query.Id is { } id)
        {
            return Answers.Go(context, "/results/view" + QueryText.Of(("id", id)));
        }

        FoundResults found = await operations.ListAsync(query.ToFilter(time.GetUtcNow()), cancellationToken).ConfigureAwait(false);
        var model = new ResultListModel(query, found, operations.IsShared);
        return await Answers.PageAsync<ResultListView>(context, model, TextCatalog.English["Results"], "results").ConfigureAwait(false);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, ResultOperations operations, IBroker broker, string? id, CancellationToken cancellationToken)
    {
        string taskId = id ?? "";
        TaskResult? result = await operations.FindAsync(taskId, cancellationToken).ConfigureAwait(false);
        IReadOnlyList<Revocation> revoked = taskId.Length is > 0 and <= 200
            ? await broker.Revocations.FindAsync([taskId], cancellationToken).ConfigureAwait(false)
            : [];
        var model = new ResultModel(taskId, result, revoked.Count > 0 ? revoked[0] : null);
        string title = result?.Name ?? TextCatalog.English["Task {0}", taskId.Length > 40 ? taskId[..40] + "…" : taskId];
        return await Answers.PageAsync<ResultView>(context, model, title, "results").ConfigureAwait(false);
    }

    private static ResultExport Export(HttpContext context, ResultOperations operations, TimeProvider time, string? format)
    {
        ResultFilter filter = ResultQuery.Of(context.Request.Query).ToFilter(time.GetUtcNow());
        return new ResultExport(operations.AllAsync(filter with { Page = new() }, context.RequestAborted), isCsv: format != "jsonl");
    }

    private static async Task<IResult> AskRetryAsync(HttpContext context, ResultOperations operations, string? id, CancellationToken cancellationToken)
    {
        TaskResult result = await operations.GetAsync(id ?? "", cancellationToken).ConfigureAwait(false);
        var form = new FormState
        {
            ["args"] = JsonFields.Show(ResultDocument.Args(result)), ["kwargs"] = JsonFields.Show(ResultDocument.Kwargs(result)), ["queue"] = result.Queue ?? "",
        };
        return await Answers.PageAsync<RetryView>(context, new RetryModel(result, form), TextCatalog.English["Run again"], "results").ConfigureAwait(false);
    }

    private static async Task<IResult> RetryAsync(HttpContext context, ResultOperations operations, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        string id = form["id"];
        bool isOther = form["with"] == "other";
        System.Text.Json.Nodes.JsonArray? args = isOther ? form.Read("args", () => JsonFields.Array(form, "args")) : null;
        System.Text.Json.Nodes.JsonObject? kwargs = isOther ? form.Read("kwargs", () => JsonFields.Object(form, "kwargs")) : null;
        string? sent = null;
        if (form.IsValid)
        {
            try
            {
                sent = await operations.RetryAsync(Actor.Of(context), id, args, kwargs, form.Text("queue"), cancellationToken).ConfigureAwait(false);
            }
            catch (InvalidValueException refusal) when (isOther)
            {
                form.Refuse(refusal.Field is "args" or "kwargs" or "queue" ? refusal.Field : "form", FormState.Explain(refusal));
            }
        }

        if (sent is not null)
        {
            return Answers.Go(context, "/results/view" + QueryText.Of(("id", sent)), new Notice(true, TextCatalog.English["Sent again, as task {0}.", sent]));
        }

        TaskResult result = await operations.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await Answers.PageAsync<RetryView>(
            context, new RetryModel(result, form), TextCatalog.English["Run again"], "results", StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
    }

    private static async Task<IResult> RevokeAsync(HttpContext context, ResultOperations operations, CancellationToken cancellationToken)
    {
        IFormCollection form = context.Request.Form;
        string id = form["id"].ToString();
        await operations.RevokeAsync(Actor.Of(context), id, form["reason"], terminate: true, cancellationToken).ConfigureAwait(false);
        return Answers.Go(
            context, "/results/view" + QueryText.Of(("id", id)), new Notice(true, TextCatalog.English["Revoked: it will not run, and a run under way is cancelled."]));
    }

    private static async Task<IResult> ForgetAsync(HttpContext context, ResultOperations operations, CancellationToken cancellationToken)
    {
        string id = context.Request.Form["id"].ToString();
        await operations.ForgetAsync(Actor.Of(context), [id], cancellationToken).ConfigureAwait(false);
        return Answers.Go(context, "/results", new Notice(true, TextCatalog.English["The result of {0} was forgotten.", Masking.Text(id)]));
    }
}
