using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Messages;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>Tasks: which there are, and sending them.</summary>
internal static class TaskApi
{
    private const string KeyHeader = "Idempotency-Key";

    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get("/tasks", "Lists the tasks that living workers told of, and those of this application", ListAsync) with
        {
            Response = typeof(PageModel<TaskModel>),
        },
        ApiOperation.Post("/tasks/send", DownbeatPolicies.Operate, "Sends a task", SendAsync) with
        {
            Parameters = [ApiParameter.Header(KeyHeader, "Of several requests with one key of one sender only the first is sent; all are answered with its id.")],
            Request = typeof(SendModel),
            Response = typeof(TaskIdModel),
            Status = StatusCodes.Status202Accepted,
        },
    ];

    private static async Task<IResult> ListAsync(ApiCall call)
    {
        IReadOnlyList<KnownTask> tasks = await call.Get<TaskOperations>().ListAsync(call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<TaskModel>([.. tasks.Select(TaskModel.Of)], Next: null));
    }

    private static async Task<IResult> SendAsync(ApiCall call)
    {
        SendModel body = await call.BodyAsync<SendModel>().ConfigureAwait(false);
        string? key = call.Context.Request.Headers.TryGetValue(KeyHeader, out var given) ? given.ToString() : null;
        string id = await call.Get<TaskOperations>().SendAsync(call.Actor, body.Read(key), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new TaskIdModel(id), StatusCodes.Status202Accepted);
    }
}
