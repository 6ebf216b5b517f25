using Downbeat.Admin.Site;
using Downbeat.Admin.Texts;
using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Brokers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace Downbeat.Admin.Pages.Messages;

/// <summary>The address of workers and beats.</summary>
internal static class FleetEndpoints
{
    public static void Map(RouteGroupBuilder group)
    {
        group.MapGet("/workers", ShowAsync);
    }

    private static async Task<IResult> ShowAsync(HttpContext context, FleetOperations fleet, CancellationToken cancellationToken)
    {
        IReadOnlyList<WorkerInfo> workers = await fleet.WorkersAsync(cancellationToken).ConfigureAwait(false);
        IReadOnlyList<BeatInfo> beats = await fleet.BeatsAsync(cancellationToken).ConfigureAwait(false);
        return await Answers.PageAsync<FleetView>(context, new FleetModel(workers, beats), TextCatalog.English["Workers and beats"], "workers").ConfigureAwait(false);
    }
}
