using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Downbeat.Paging;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>Queues, dead letters, workers and beats.</summary>
internal static class MessageApi
{
    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get("/queues", "Lists the queues that hold a message or are consumed", QueuesAsync) with { Response = typeof(PageModel<QueueModel>) },
        ApiOperation.Post("/queues/{name}/purge", DownbeatPolicies.Manage, "Deletes the messages of a queue that no worker holds", PurgeAsync) with
        {
            Parameters = [ApiParameter.Path("name", "The queue's name.")], Request = typeof(NameModel), Response = typeof(CountModel),
        },
        ApiOperation.Get("/dead-letters", "Lists messages that could not be handled, newest first", DeadLettersAsync) with
        {
            Parameters = [ApiParameter.Query("queue", "Those from this queue."), ApiParameter.Query("task", "Those of this task."), .. ApiParameter.Paging],
            Response = typeof(PageModel<DeadLetterModel>),
        },
        ApiOperation.Post("/dead-letters/requeue", DownbeatPolicies.Operate, "Puts dead letters back on their queues", RequeueAsync) with
        {
            Request = typeof(DeadLetterSelectionModel), Response = typeof(CountModel),
        },
        ApiOperation.Post("/dead-letters/discard", DownbeatPolicies.Manage, "Deletes dead letters", DiscardAsync) with
        {
            Request = typeof(DeadLetterSelectionModel), Response = typeof(CountModel),
        },
        ApiOperation.Get("/workers", "Lists the workers seen lately", WorkersAsync) with { Response = typeof(PageModel<WorkerModel>) },
        ApiOperation.Get("/beats", "Lists the beats seen lately", BeatsAsync) with { Response = typeof(PageModel<BeatModel>) },
    ];

    private static async Task<IResult> QueuesAsync(ApiCall call)
    {
        IReadOnlyList<QueueInfo> queues = await call.Get<QueueOperations>().ListAsync(call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<QueueModel>([.. queues.Select(QueueModel.Of)], Next: null));
    }

    // The name is said twice: what is purged is gone.
    private static async Task<IResult> PurgeAsync(ApiCall call)
    {
        NameModel body = await call.BodyAsync<NameModel>().ConfigureAwait(false);
        string queue = call.Route("name");
        return body.Name == queue
            ? Answer.Json(new CountModel(await call.Get<QueueOperations>().PurgeAsync(call.Actor, queue, call.Aborted).ConfigureAwait(false)))
            : throw new InvalidValueException("name", body.Name, $"the name of the queue, once more: {queue}");
    }

    private static async Task<IResult> DeadLettersAsync(ApiCall call)
    {
        var selection = new DeadLetterSelection { Queue = call.Query("queue"), Task = call.Query("task") };
        Page<DeadLetter> page = await call.Get<DeadLetterOperations>().ListAsync(selection, call.Page(), call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<DeadLetterModel>([.. page.Items.Select(DeadLetterModel.Of)], page.Next));
    }

    private static async Task<IResult> RequeueAsync(ApiCall call)
    {
        DeadLetterSelectionModel body = await call.BodyAsync<DeadLetterSelectionModel>().ConfigureAwait(false);
        return Answer.Json(new CountModel(await call.Get<DeadLetterOperations>().RequeueAsync(call.Actor, body.Read(), call.Aborted).ConfigureAwait(false)));
    }

    private static async Task<IResult> DiscardAsync(ApiCall call)
    {
        DeadLetterSelectionModel body = await call.BodyAsync<DeadLetterSelectionModel>().ConfigureAwait(false);
        return Answer.Json(new CountModel(await call.Get<DeadLetterOperations>().DiscardAsync(call.Actor, body.Read(), call.Aborted).ConfigureAwait(false)));
    }

    private static async Task<IResult> WorkersAsync(ApiCall call)
    {
        IReadOnlyList<WorkerInfo> workers = await call.Get<FleetOperations>().WorkersAsync(call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<WorkerModel>([.. workers.Select(WorkerModel.Of)], Next: null));
    }

    private static async Task<IResult> BeatsAsync(ApiCall call)
    {
        IReadOnlyList<BeatInfo> beats = await call.Get<FleetOperations>().BeatsAsync(call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<BeatModel>([.. beats.Select(BeatModel.Of)], Next: null));
    }
}
