using System.Globalization;
using System.Text.Json.Nodes;
using Downbeat.Admin.Forms;
using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Adding and changing periodic tasks.</summary>
internal static class EditEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/periodic/add", NewAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapPost("/periodic/add", AddAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapGet("/periodic/{id:guid}/change", ShowAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapPost("/periodic/{id:guid}/change", ChangeAsync).RequireAuthorization(DownbeatPolicies.Manage);
        group.MapPost("/periodic/preview", PreviewAsync);
    }

    private static async Task<IResult> NewAsync(HttpContext context, PeriodicReader reader, TimeProvider time, Guid? from, CancellationToken cancellationToken)
    {
        ZoneClock clock = Clock(context, form: null, time);
        FormState form = from is { } id
            ? PeriodicFormWriter.Of(await reader.GetAsync(id, cancellationToken).ConfigureAwait(false), clock, reader.TimeZone)
            : PeriodicFormWriter.New(clock, reader.TimeZone);
        if (from is not null)
        {
            form["name"] = TextCatalog.English["Copy of {0}", form["name"]];
            form["from"] = from.ToString()!;
        }

        return await FormAsync(context, reader, form, row: null, clock, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, PeriodicReader reader, TimeProvider time, Guid id, CancellationToken cancellationToken)
    {
        ZoneClock clock = Clock(context, form: null, time);
        PeriodicTaskRow row = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        return await FormAsync(context, reader, PeriodicFormWriter.Of(row, clock, reader.TimeZone), row, clock, cancellationToken).ConfigureAwait(false);
    }

    private static async Task<IResult> AddAsync(
        HttpContext context, PeriodicReader reader, PeriodicTaskOperations operations, TimeProvider time, Guid? from, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        ZoneClock clock = Clock(context, form, time);
        PeriodicTaskRow? original = from is { } id ? await reader.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        if (IsPreview(form))
        {
            return await FormAsync(context, reader, form, row: null, clock, cancellationToken).ConfigureAwait(false);
        }

        PeriodicTaskEntry? added = await TryAsync(form, async () =>
            PeriodicFormReader.Read(form, clock) is { } task ? await operations.AddAsync(Actor.Of(context), Unmasked(task, original), cancellationToken).ConfigureAwait(false) : null).ConfigureAwait(false);
        if (added is null)
        {
            return await FormAsync(context, reader, form, row: null, clock, cancellationToken, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false);
        }

        return Saved(context, form, added, TextCatalog.English["‘{0}’ was added.", added.Name]);
    }

    private static async Task<IResult> ChangeAsync(
        HttpContext context, PeriodicReader reader, PeriodicTaskOperations operations, TimeProvider time, Guid id, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        ZoneClock clock = Clock(context, form, time);
        PeriodicTaskRow row = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (IsPreview(form))
        {
            return await FormAsync(context, reader, form, row, clock, cancellationToken).ConfigureAwait(false);
        }

        if (!long.TryParse(form["revision"], NumberStyles.None, CultureInfo.InvariantCulture, out long revision))
        {
            throw new InvalidValueException("revision", form["revision"], "the one the page was loaded with");
        }

        try
        {
            PeriodicTaskEntry? changed = await TryAsync(form, async () => PeriodicFormReader.Read(form, clock) is { } task
                ? await operations.ReplaceAsync(Actor.Of(context), row.Id, task, revision, cancellationToken).ConfigureAwait(false)
                : null).ConfigureAwait(false);
            return changed is null
                ? await FormAsync(context, reader, form, row, clock, cancellationToken, StatusCodes.Status422UnprocessableEntity).ConfigureAwait(false)
                : Saved(context, form, changed, TextCatalog.English["‘{0}’ was saved.", changed.Name]);
        }
        catch (ConflictException)
        {
            return await ConflictAsync(context, reader, form, id, clock, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task<IResult> ConflictAsync(
        HttpContext context, PeriodicReader reader, FormState form, Guid id, ZoneClock clock, CancellationToken cancellationToken)
    {
        PeriodicTaskRow theirs = await reader.GetAsync(id, cancellationToken).ConfigureAwait(false);
        EditModel model = await reader.EditAsync(form, theirs, clock, cancellationToken).ConfigureAwait(false);
        model = model with { Theirs = theirs, Conflict = FormDifference.Of(PeriodicFormWriter.Of(theirs, clock, reader.TimeZone), form) };

        // Saving again is meant for what is shown now.
        form["revision"] = theirs.Revision.ToString(CultureInfo.InvariantCulture);
        return await Answers.PageAsync<EditView>(
            context, model, TextCatalog.English["Change periodic task"], "periodic", StatusCodes.Status409Conflict).ConfigureAwait(false);
    }

    private static async Task<IResult> PreviewAsync(HttpContext context, IScheduleStore store, TimeProvider time, CancellationToken cancellationToken)
    {
        FormState form = FormState.Of(context.Request.Form);
        PeriodicTaskRow? row = Guid.TryParse(form["id"], out Guid id) ? await store.Tasks.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
        return await Answers.FragmentAsync<PreviewView>(context, Periodic.SchedulePreview.Of(form, Clock(context, form, time), row)).ConfigureAwait(false);
    }

    private static async Task<PeriodicTaskEntry?> TryAsync(FormState form, Func<Task<PeriodicTaskEntry?>> save)
    {
        try
        {
            return await save().ConfigureAwait(false);
        }
        catch (InvalidValueException refusal)
        {
            PeriodicFormReader.Refuse(form, refusal);
            return null;
        }
    }

    private static async Task<IResult> FormAsync(
        HttpContext context, PeriodicReader reader, FormState form, PeriodicTaskRow? row, ZoneClock clock, CancellationToken cancellationToken, int status = StatusCodes.Status200OK)
    {
        EditModel model = await reader.EditAsync(form, row, clock, cancellationToken).ConfigureAwait(false);
        string title = TextCatalog.English[row is null ? "Add periodic task" : "Change periodic task"];
        return await Answers.PageAsync<EditView>(context, model, title, "periodic", status).ConfigureAwait(false);
    }

    // A copy keeps the secrets of what it is a copy of, although nobody was shown them.
    private static PeriodicTask Unmasked(PeriodicTask task, PeriodicTaskRow? original) => original is null ? task : task with
    {
        Args = (JsonArray)Masking.Restore(task.Args, PeriodicTaskDocument.Parse(original.Args))!,
        Kwargs = (JsonObject)Masking.Restore(task.Kwargs, PeriodicTaskDocument.Parse(original.Kwargs))!,
        Headers = (JsonObject)Masking.Restore(task.Headers, PeriodicTaskDocument.Parse(original.Headers))!,
    };

    private static bool IsPreview(FormState form)
    {
        if (int.TryParse(form["preset"], NumberStyles.None, CultureInfo.InvariantCulture, out int preset) && preset >= 0 && preset < SchedulePreset.All.Count)
        {
            SchedulePreset.All[preset].Apply(form);
            return true;
        }

        return form["do"] == "preview";
    }

    private static IResult Saved(HttpContext context, FormState form, PeriodicTaskEntry entry, string text)
    {
        return Answers.Go(
            context,
            form["do"] switch { "stay" => $"/periodic/{entry.Id}/change", "another" => "/periodic/add", _ => $"/periodic/{entry.Id}" },
            new Notice(true, text));
    }

    // What was typed by one zone's clock is read by the same.
    private static ZoneClock Clock(HttpContext context, FormState? form, TimeProvider time)
    {
        string? zone = form?.Text("zone") ?? (context.Request.Cookies[SiteCookies.Zone] is { } cookie ? Uri.UnescapeDataString(cookie) : null);
        return ZoneClock.Of(zone, time.GetUtcNow());
    }
}
