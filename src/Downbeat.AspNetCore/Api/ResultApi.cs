using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Results;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>Results.</summary>
internal static class ResultApi
{
    private const string Root = "/results";
    private const string One = Root + "/{id}";
    private static readonly ApiParameter Id = ApiParameter.Path("id", "The task's id.");

    private static readonly ApiParameter[] Filter =
    [
        ApiParameter.Query("state", "Those in this state.", [.. TaskState.All.Select(state => state.Name)]),
        ApiParameter.Query("task", "Those of the task with this name."),
        ApiParameter.Query("worker", "Those that this worker ran."),
        ApiParameter.Query("queue", "Those that came from this queue."),
        ApiParameter.Query("periodic_task", "Those that the periodic task with this name fired."),
        ApiParameter.Query("exception", "Those whose exception says this."),
        ApiParameter.Query("since", "Those last heard of at or after this instant."),
        ApiParameter.Query("until", "Those last heard of before this instant."),
    ];

    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get(Root, "Lists results, newest first", ListAsync) with { Parameters = [.. Filter, .. ApiParameter.Paging], Response = typeof(ResultPageModel) },
        ApiOperation.Get(Root + "/export", "Hands out all results that match, as they are read", ExportAsync) with
        {
            Parameters = [.. Filter, ApiParameter.Query("format", "JSON lines (the default) or CSV.", "jsonl", "csv")], ContentType = "application/x-ndjson",
        },
        ApiOperation.Post(Root + "/retry", DownbeatPolicies.Operate, "Sends all that match again, the newest first", RetryAllAsync) with
        {
            Request = typeof(RetryAllModel), Response = typeof(RetriedModel),
        },
        ApiOperation.Get(One, "Reads a result", GetAsync) with { Parameters = [Id], Response = typeof(ResultModel) },
        ApiOperation.Delete(One, DownbeatPolicies.Manage, "Forgets a result", ForgetAsync) with { Parameters = [Id] },
        ApiOperation.Post(One + "/retry", DownbeatPolicies.Operate, "Sends the task again under an id of its own, with the same arguments or with others", RetryAsync) with
        {
            Parameters = [Id], Request = typeof(ArgumentsModel), Response = typeof(TaskIdModel), Status = StatusCodes.Status202Accepted,
        },
        ApiOperation.Post(One + "/revoke", DownbeatPolicies.Operate, "Revokes a task, whether it was sent already or not", RevokeAsync) with
        {
            Parameters = [Id], Request = typeof(RevokeModel), Status = StatusCodes.Status204NoContent,
        },
    ];

    private static ResultFilter ReadFilter(ApiCall call) => new()
    {
        State = call.Query("state") is { } state ? TaskState.Parse(state) : null,
        Task = call.Query("task"),
        Worker = call.Query("worker"),
        Queue = call.Query("queue"),
        PeriodicTask = call.Query("periodic_task"),
        Exception = call.Query("exception"),
        Since = call.Instant("since"),
        Until = call.Instant("until"),
    };

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        FoundResults found = await Results(call).ListAsync(ReadFilter(call) with { Page = call.Page() }, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new ResultPageModel([.. found.Items.Select(ResultModel.Of)], found.Next, found.Looked));
    }

    private static Task<IResult> ExportAsync(ApiCall call)
    {
        ResultFilter filter = ReadFilter(call);
        IAsyncEnumerable<TaskResult> results = Results(call).AllAsync(filter, call.Aborted);
        return Task.FromResult(call.Query("format") switch
        {
            null or "jsonl" => new ResultExport(results, isCsv: false),
            "csv" => (IResult)new ResultExport(results, isCsv: true),
            string other => throw new InvalidValueException("format", other, "jsonl, csv"),
        });
    }

    private static async Task<IResult> GetAsync(ApiCall call)
    {
        return Answer.Json(ResultModel.Of(await Results(call).GetAsync(call.Route("id"), call.Aborted).ConfigureAwait(false)));
    }

    private static async Task<IResult> ForgetAsync(ApiCall call)
    {
        TaskResult result = await Results(call).GetAsync(call.Route("id"), call.Aborted).ConfigureAwait(false);
        await Results(call).ForgetAsync(call.Actor, [result.Id], call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static async Task<IResult> RetryAsync(ApiCall call)
    {
        ArgumentsModel body = await call.BodyOrAsync(new ArgumentsModel()).ConfigureAwait(false);
        string id = await Results(call).RetryAsync(call.Actor, call.Route("id"), body.Args, body.Kwargs, body.Queue, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new TaskIdModel(id), StatusCodes.Status202Accepted);
    }

    private static async Task<IResult> RetryAllAsync(ApiCall call)
    {
        RetryAllModel body = await call.BodyAsync<RetryAllModel>().ConfigureAwait(false);
        var filter = new ResultFilter
        {
            State = body.State is { } state ? TaskState.Parse(state) : TaskState.Failure,
            Task = body.Task,
            Worker = body.Worker,
            Queue = body.Queue,
            PeriodicTask = body.PeriodicTask,
            Exception = body.Exception,
            Since = body.Since is { } since ? ApiCall.Instant("since", since) : null,
            Until = body.Until is { } until ? ApiCall.Instant("until", until) : null,
        };
        (int sent, int refused) = await Results(call).RetryAllAsync(call.Actor, filter, body.Most, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new RetriedModel(sent, refused));
    }

    private static async Task<IResult> RevokeAsync(ApiCall call)
    {
        RevokeModel body = await call.BodyOrAsync(new RevokeModel()).ConfigureAwait(false);
        await Results(call).RevokeAsync(call.Actor, call.Route("id"), body.Reason, body.Terminate, call.Aborted).ConfigureAwait(false);
        return Answer.Nothing();
    }

    private static ResultOperations Results(ApiCall call) => call.Get<ResultOperations>();
}
