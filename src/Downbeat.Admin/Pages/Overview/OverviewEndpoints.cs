using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Operations.Cleanups;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Overview;

/// <summary>The first page.</summary>
internal static class OverviewEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/", GetAsync);
    }

    private static async Task<IResult> GetAsync(HttpContext context, OverviewReader reader, CleanupOperations cleanups, CancellationToken cancellationToken)
    {
        OverviewSnapshot snapshot = await reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        var model = new OverviewModel(snapshot, Warnings.Of(snapshot, cleanups.Policy));
        return await Answers.PageAsync<OverviewView>(context, model, TextCatalog.English["Overview"], "overview").ConfigureAwait(false);
    }
}
