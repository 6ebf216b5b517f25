using Downbeat.AspNetCore.Api.Models;
using Downbeat.AspNetCore.Operations.Overviews;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Api;

/// <summary>The overview.</summary>
internal static class OverviewApi
{
    public static IEnumerable<ApiOperation> Operations =>
    [
        ApiOperation.Get("/overview", "How everything is doing, and what somebody should look at", ShowAsync) with { Response = typeof(OverviewModel) },
    ];

    private static async Task<IResult> ShowAsync(ApiCall call)
    {
        return Answer.Json(OverviewModel.Of(await call.Get<OverviewOperations>().ShowAsync(call.Aborted).ConfigureAwait(false)));
    }
}
