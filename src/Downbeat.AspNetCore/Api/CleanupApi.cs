using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Cleanups;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>The cleanup.</summary>
internal static class CleanupApi
{
    private const int Shown = 50;

    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get("/cleanup", "What is kept and for how long, and how large it is", ShowAsync) with { Response = typeof(CleanupModel) },
        ApiOperation.Get("/cleanup/runs", "Lists cleanups, newest first", RunsAsync) with
        {
            Parameters = [ApiParameter.Number("take", "At most so many of each database, 1 to 1000; default 50.")], Response = typeof(PageModel<CleanupRunModel>),
        },
        ApiOperation.Post("/cleanup/runs", DownbeatPolicies.Manage, "Starts a cleanup, or tries one; its record tells how far it is", StartAsync) with
        {
            Request = typeof(CleanupStartModel), Response = typeof(CleanupStartedModel), Status = StatusCodes.Status202Accepted,
        },
    ];

    private static async Task<IResult> ShowAsync(ApiCall call)
    {
        CleanupOperations cleanup = call.Get<CleanupOperations>();
        IReadOnlyList<(string Database, long Bytes)> sizes = await cleanup.SizesAsync(call.Aborted).ConfigureAwait(false);
        return Answer.Json(new CleanupModel(
            cleanup.Policy.Describe(),
            RetentionModel.Of(cleanup.Policy),
            [.. sizes.Select(size => new DatabaseModel(size.Database, size.Bytes))],
            cleanup.IsRunning));
    }

    private static async Task<IResult> RunsAsync(ApiCall call)
    {
        IReadOnlyList<CleanupRecord> runs = await call.Get<CleanupOperations>().RunsAsync(call.Number("take") ?? Shown, call.Aborted).ConfigureAwait(false);
        return Answer.Json(new PageModel<CleanupRunModel>([.. runs.Select(CleanupRunModel.Of)], Next: null));
    }

    private static async Task<IResult> StartAsync(ApiCall call)
    {
        CleanupStartModel body = await call.BodyOrAsync(new CleanupStartModel()).ConfigureAwait(false);
        bool started = await call.Get<CleanupOperations>().StartAsync(call.Actor, body.DryRun).ConfigureAwait(false);
        return Answer.Json(new CleanupStartedModel(started), StatusCodes.Status202Accepted);
    }
}
