using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Http;
using Words = Downbeat.AspNetCore.Operations.Words;

namespace Downbeat.AspNetCore.Api;

/// <summary>Periodic tasks.</summary>
internal static class PeriodicTaskApi
{
    private const string Root = "/periodic-tasks";
    private const string One = Root + "/{id}";
    private const string What = "periodic task";
    private static readonly ApiParameter Id = ApiParameter.Path("id", "The periodic task's id.");

    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get(Root, "Lists periodic tasks by name", ListAsync) with
        {
            Parameters =
            [
                ApiParameter.Query("search", "Those whose name, task or description contains this."),
                ApiParameter.Flag("enabled", "Those that are enabled, or those that are not."),
                ApiParameter.Query("task", "Those that send this task."),
                ApiParameter.Query("application", "Those that this application declares."),
                ApiParameter.Query("tag", "Those with this tag."),
                ApiParameter.Flag("quarantined", "Those that are quarantined, or those that are not."),
                ApiParameter.Query("kind", "Those whose schedule is of this kind.", "interval", "crontab", "solar", "clocked"),
                ApiParameter.Query("queue", "Those that say this queue."),
                ApiParameter.Query("origin", "Those that come from here.", "admin", "api", "cli", "code", "import", "built-in"),
                ApiParameter.Query("last_outcome", "Those whose last run's state is this."),
                ApiParameter.Query("order", "By name, or by the next run: then those that are disabled or quarantined are left out.", "name", "next_run"),
                .. ApiParameter.Paging,
            ],
            Response = typeof(PageModel<PeriodicTaskModel>),
        },
        ApiOperation.Post(Root, DownbeatPolicies.Manage, "Adds a periodic task; it does not fire by being added", AddAsync) with
        {
            Request = typeof(PeriodicTaskInput), Response = typeof(PeriodicTaskModel), Status = StatusCodes.Status201Created,
        },
        ApiOperation.Post(Root + "/preview", DownbeatPolicies.View, "Shows when a schedule would occur", PreviewAsync) with
        {
            Request = typeof(PreviewModel), Response = typeof(PreviewedSchedule),
        },
        ApiOperation.Post(Root + "/bulk", DownbeatPolicies.Operate, "Does something with many periodic tasks at once", BulkAsync) with
        {
            Request = typeof(BulkModel), Response = typeof(BulkReport),
        },
        ApiOperation.Get(Root + "/history", "Lists what was fired by all periodic tasks, newest first", HistoryAsync) with
        {
            Parameters = [Outcome, .. ApiParameter.Paging], Response = typeof(PageModel<FireModel>),
        },
        ApiOperation.Get(One, "Reads a periodic task; its ETag goes into If-Match when it is changed", GetAsync) with
        {
            Parameters = [Id], Response = typeof(PeriodicTaskModel),
        },
        ApiOperation.Put(One, DownbeatPolicies.Manage, "Replaces a periodic task", ReplaceAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch], Request = typeof(PeriodicTaskInput), Response = typeof(PeriodicTaskModel),
        },
        ApiOperation.Patch(One, DownbeatPolicies.Manage, "Changes some fields of a periodic task; a field that is null goes back to its default", PatchAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch], Request = typeof(PeriodicTaskInput), Response = typeof(PeriodicTaskModel),
        },
        ApiOperation.Delete(One, DownbeatPolicies.Manage, "Deletes a periodic task; its history stays until it is pruned", DeleteAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch],
        },
        ApiOperation.Post(One + "/enable", DownbeatPolicies.Operate, "Enables a periodic task", EnableAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch], Response = typeof(PeriodicTaskModel),
        },
        ApiOperation.Post(One + "/disable", DownbeatPolicies.Operate, "Disables a periodic task; the reason is shown with it", DisableAsync) with
        {
            Parameters = [Id, ApiParameter.IfMatch], Request = typeof(ReasonModel), Response = typeof(PeriodicTaskModel),
        },
        ApiOperation.Post(One + "/run", DownbeatPolicies.Operate, "Sends its message now, with all its options", RunAsync) with
        {
            Parameters = [Id], Request = typeof(ArgumentsModel), Response = typeof(TaskIdModel), Status = StatusCodes.Status202Accepted,
        },
        ApiOperation.Post(One + "/duplicate", DownbeatPolicies.Manage, "Adds a disabled copy with another name", DuplicateAsync) with
        {
            Parameters = [Id], Request = typeof(NameModel), Response = typeof(PeriodicTaskModel), Status = StatusCodes.Status201Created,
        },
        ApiOperation.Get(One + "/history", "Lists what it fired, newest first", HistoryAsync) with
        {
            Parameters = [Id, Outcome, .. ApiParameter.Paging], Response = typeof(PageModel<FireModel>),
        },
        ApiOperation.Get(One + "/changes", "Lists who changed it, newest first", ChangesAsync) with
        {
            Parameters = [Id, .. ApiParameter.Paging], Response = typeof(PageModel<ChangeModel>),
        },
    ];

    private static ApiParameter Outcome { get; } =
        ApiParameter.Query("outcome", "Those with this outcome.", "pending", "published", "skipped", "expired", "failed");

    /// <summary>What the query narrows a list of periodic tasks to.</summary>
    public static PeriodicTaskQuery ReadQuery(ApiCall call) => new()
    {
        Search = call.Query("search"),
        Enabled = call.Flag("enabled"),
        Task = call.Query("task"),
        Application = call.Query("application"),
        Tag = call.Query("tag"),
        Quarantined = call.Flag("quarantined"),
        Kind = call.Query("kind") is { } kind ? Downbeat.Schedules.ScheduleNames.ParseKind(kind) : null,
        Queue = call.Query("queue"),
        Origin = call.Query("origin"),
        Outcome = call.Query("last_outcome"),
        Order = Words.ReadOrder(call.Query("order") ?? "name"),
        Page = call.Page(),
    };

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        Page<PeriodicTaskEntry> page = await Periodic(call).ListAsync(ReadQuery(call), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<PeriodicTaskModel>([.. page.Items.Select(PeriodicTaskModel.Of)], page.Next));
    }

    private static async Task<IResult> GetAsync(ApiCall call)
    {
        return Show(call, await Periodic(call).GetAsync(call.RouteId(What), call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> AddAsync(ApiCall call)
    {
        PeriodicTask task = Read(await call.ObjectAsync().ConfigureAwait(false));
        return Created(call, await Periodic(call).AddAsync(call.Actor, task, call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> ReplaceAsync(ApiCall call)
    {
        PeriodicTask task = Read(await call.ObjectAsync().ConfigureAwait(false));
        return Show(call, await Periodic(call).ReplaceAsync(call.Actor, call.RouteId(What), task, call.IfMatch(), call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> PatchAsync(ApiCall call)
    {
        JsonObject patch = await call.ObjectAsync().ConfigureAwait(false);
        PeriodicTaskEntry changed = await Periodic(call).ChangeAsync(
            call.Actor, call.RouteId(What), row => Merge(row, patch), "periodic task changed", call.IfMatch(), call.Aborted).ConfigureAwait(false);
        return Show(call, changed);
    }

    private static async Task<IResult> DeleteAsync(ApiCall call)
    {
        await Periodic(call).DeleteAsync(call.Actor, call.RouteId(What), call.IfMatch(), call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> EnableAsync(ApiCall call)
    {
        return Show(call, await Periodic(call).EnableAsync(call.Actor, call.RouteId(What), call.IfMatch(), call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> DisableAsync(ApiCall call)
    {
        ReasonModel body = await call.BodyOrAsync(new ReasonModel()).ConfigureAwait(false);
        return Show(call, await Periodic(call).DisableAsync(call.Actor, call.RouteId(What), body.Reason, call.IfMatch(), call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> RunAsync(ApiCall call)
    {
        ArgumentsModel body = await call.BodyOrAsync(new ArgumentsModel()).ConfigureAwait(false);
        if (body.Queue is not null)
        {
            throw new InvalidValueException("queue", body.Queue, "nothing: a periodic task runs on its own queue");
        }

        AsyncResult sent = await Periodic(call).RunNowAsync(call.Actor, call.RouteId(What), body.Args, body.Kwargs, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new TaskIdModel(sent.Id), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> DuplicateAsync(ApiCall call)
    {
        NameModel body = await call.BodyAsync<NameModel>().ConfigureAwait(false);
        return Created(call, await Periodic(call).DuplicateAsync(call.Actor, call.RouteId(What), body.Name, call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> PreviewAsync(ApiCall call)
    {
        PreviewModel body = await call.BodyAsync<PreviewModel>().ConfigureAwait(false);
        return Answer.Json(call.Get<SchedulePreview>().Show(
            body.Schedule,
            body.StartTime is { } start ? ApiCall.Instant("start_time", start) : null,
            body.Expires is { } expires ? ApiCall.Instant("expires", expires) : null,
            body.Zone,
            body.Count));
    }

    private static async Task<IResult> BulkAsync(ApiCall call)
    {
        BulkRequest request = (await call.BodyAsync<BulkModel>().ConfigureAwait(false)).Read();
        if (request.Action is not (BulkAction.Enable or BulkAction.Disable or BulkAction.Run))
        {
            await call.DemandAsync(DownbeatPolicies.Manage).ConfigureAwait(false);
        }

        return Answer.Json(await call.Get<BulkOperations>().RunAsync(call.Actor, request, call.Aborted).ConfigureAwait(false));
    }

    private static async Task<IResult> HistoryAsync(ApiCall call)
    {
        FireOutcome? outcome = call.Query("outcome") is { } word ? Words.ReadOutcome(word) : null;
        Guid? id = call.Route("id").Length == 0 ? null : call.RouteId(What);
        Page<Fire> page = await Periodic(call).HistoryAsync(id, outcome, call.Page(), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<FireModel>([.. page.Items.Select(FireModel.Of)], page.Next));
    }

    private static async Task<IResult> ChangesAsync(ApiCall call)
    {
        Page<AuditEntry> page = await Periodic(call).ChangesAsync(call.RouteId(What), call.Page(), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<ChangeModel>([.. page.Items.Select(ChangeModel.Of)], page.Next));
    }

    private static PeriodicTaskOperations Periodic(ApiCall call) => call.Get<PeriodicTaskOperations>();

    private static IResult Show(ApiCall call, PeriodicTaskEntry entry)
    {
        call.SetTag(entry.Row.Revision);
        return Answer.Json(PeriodicTaskModel.Of(entry));
    }

    private static IResult Created(ApiCall call, PeriodicTaskEntry entry)
    {
        call.SetTag(entry.Row.Revision);
        return Answer.Created(PeriodicTaskModel.Of(entry), call.Address($"{Root}/{entry.Id}"));
    }

    // What was read can be sent back as it is, with what shall be different.
    private static PeriodicTask Read(JsonObject json)
    {
        foreach (string name in PeriodicTaskModel.ReadOnly)
        {
            json.Remove(name);
        }

        return PeriodicTaskJson.Read(JsonSerializer.SerializeToElement(json));
    }

    private static PeriodicTask Merge(PeriodicTaskRow row, JsonObject patch)
    {
        JsonObject merged = PeriodicTaskDocument.Said(row);
        merged.Remove("disabled_reason");
        foreach ((string name, JsonNode? value) in patch)
        {
            merged[name] = value?.DeepClone();
        }

        return Read(merged);
    }
}
