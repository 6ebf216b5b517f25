using Downbeat.AspNetCore.Access;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Mounting;

internal sealed class AccountsFilter(ProtectionFinder protection) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        EndpointMetadataCollection metadata = context.HttpContext.GetEndpoint()!.Metadata;
        if (protection.Of(metadata) == Protection.Accounts)
        {
            return await next(context).ConfigureAwait(false);
        }

        await metadata.GetMetadata<Mount>()!.Refuse(context.HttpContext, Refusal.NotFound).ConfigureAwait(false);
        return Results.Empty;
    }
}
