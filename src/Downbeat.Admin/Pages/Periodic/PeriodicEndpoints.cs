using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>The addresses of periodic tasks.</summary>
internal static class PeriodicEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/periodic", ListAsync);
        EditEndpoints.Map(group);
        ShowEndpoints.Map(group);
        BulkEndpoints.Map(group);
    }

    private static async Task<IResult> ListAsync(HttpContext context, PeriodicReader reader, CancellationToken cancellationToken)
    {
        ListModel model = await reader.ListAsync(ListQuery.Of(context.Request.Query), cancellationToken).ConfigureAwait(false);
        return await Answers.PageAsync<ListView>(context, model, TextCatalog.English["Periodic tasks"], "periodic").ConfigureAwait(false);
    }
}
