using System.Globalization;
using System.Text.Json.Nodes;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>One periodic task, and what can be done with it.</summary>
internal static class ShowEndpoints
{
    private const int HistorySize = 25;

    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/periodic/{id:guid}", ShowAsync);
        group.MapPost("/periodic/{id:guid}/run", RunAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapGet("/periodic/{id:guid}/run", RunWithAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapPost("/periodic/{id:guid}/enable", EnableAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapGet("/periodic/{id:guid}/pause", AskPauseAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapPost("/periodic/{id:guid}/pause", PauseAsync).RequireAuthorization(DownbeatPolicies.Operate);
        group.MapGet("/periodic/{id:guid}/delete", AskDeleteAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapPost("/periodic/{id:guid}/delete", DeleteAsync).RequireAuthorization(DownbeatPolicies.Manage);
    }

    private static async Task<IResult> ShowAsync(
        HttpContext context,
        PeriodicTaskOperations operations,
        TimeProvider time,
        Guid id,
        string? outcome,
        string? after,
        CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        FireOutcome? only = Enum.TryParse(outcome, ignoreCase: true, out FireOutcome parsed) && Enum.IsDefined(parsed) ? parsed : null;
        string? zone = context.Request.Cookies[SiteCookies.Zone] is { } cookie ? Uri.UnescapeDataString(cookie) : null;
        var model = new ShowModel
        {
            Row = row,
            Preview = SchedulePreview.Of(row, ZoneClock.Of(zone, time.GetUtcNow())),
            Fires = await operations.HistoryAsync(id, only, new PageRequest { Take = HistorySize, After = after }, cancellationToken).ConfigureAwait(false),
            Changes = await operations.ChangesAsync(id, new PageRequest { Take = 10 }, cancellationToken).ConfigureAwait(false),
            Outcome = only,
            IsLater = after is not null,
        };
        return await Answers.PageAsync<ShowView>(context, model, row.Name, "periodic").ConfigureAwait(false);
    }

    private static async Task<IResult> RunWithAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        var form = new FormState { ["args"] = JsonFields.Show(row.Args), ["kwargs"] = JsonFields.Show(row.Kwargs) };
        return await RunFormAsync(context, row, form).ConfigureAwait(false);
    }

    private static async Task<IResult> RunAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        bool isOther = form["with"] == "other";
        JsonArray? args = isOther ? form.Read("args", () => JsonFields.Array(form, "args")) : null;
        JsonObject? kwargs = isOther ? form.Read("kwargs", () => JsonFields.Object(form, "kwargs")) : null;
        if (!form.IsValid)
        {
            return await RunFormAsync(context, row, form, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        AsyncResult sent = await operations.RunNowAsync(Actor.Of(context), id, args, kwargs, cancellationToken).ConfigureAwait(false);
        return Answers.Back(context, form.Text("return"), $"/periodic/{id}", new Notice(true, TextCatalog.English["‘{0}’ was sent now, as task {1}.", row.Name, sent.Id]));
    }

    private static async Task<IResult> EnableAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        try
        {
            PeriodicTaskEntry entry = await operations.EnableAsync(Actor.Of(context), id, expectedRevision: null, cancellationToken).ConfigureAwait(false);
            return Answers.Go(context, $"/periodic/{id}", new Notice(true, TextCatalog.English["‘{0}’ is enabled.", entry.Name]));
        }
        catch (InvalidValueException refusal)
        {
            return Answers.Go(context, $"/periodic/{id}", new Notice(false, refusal.Message));
        }
    }

    private static async Task<IResult> AskPauseAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        return await Answers.PageAsync<PauseView>(context, row, TextCatalog.English["Pause ‘{0}’", row.Name], "periodic").ConfigureAwait(false);
    }

    private static async Task<IResult> PauseAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        string reason = context.Request.Form["reason"].ToString();
        PeriodicTaskEntry entry = await operations.DisableAsync(Actor.Of(context), id, reason, expectedRevision: null, cancellationToken).ConfigureAwait(false);
        return Answers.Go(context, $"/periodic/{id}", new Notice(true, TextCatalog.English["‘{0}’ is paused.", entry.Name]));
    }

    private static async Task<IResult> AskDeleteAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        return await Answers.PageAsync<DeleteView>(context, row, TextCatalog.English["Delete ‘{0}’?", row.Name], "periodic").ConfigureAwait(false);
    }

    private static async Task<IResult> DeleteAsync(HttpContext context, PeriodicTaskOperations operations, Guid id, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = (await operations.GetAsync(id, cancellationToken).ConfigureAwait(false)).Row;
        long? revision = long.TryParse(context.Request.Form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out long seen) ? seen : null;
        await operations.DeleteAsync(Actor.Of(context), id, revision, cancellationToken).ConfigureAwait(false);
        return Answers.Go(context, "/periodic", new Notice(true, TextCatalog.English["‘{0}’ was deleted. Its history stays until it is pruned.", row.Name]));
    }

    private static Task<IResult> RunFormAsync(HttpContext context, PeriodicTaskRow row, FormState form, int status = StatusCodes.Status200OK)
    {
        return Answers.PageAsync<RunView>(context, (row, form), TextCatalog.English["Run ‘{0}’ now", row.Name], "periodic", status);
    }
}
