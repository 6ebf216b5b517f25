using Downbeat.AspNetCore.Access;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Site;

/// <summary>Asks the policies what somebody may do.</summary>
internal sealed class RightsReader(IAuthorizationService authorization)
{
    public async ValueTask<Rights> ReadAsync(HttpContext context)
    {
        return new Rights(
            await MayAsync(context, DownbeatPolicies.View).ConfigureAwait(false),
            await MayAsync(context, DownbeatPolicies.Operate).ConfigureAwait(false),
            await MayAsync(context, DownbeatPolicies.Manage).ConfigureAwait(false),
            await MayAsync(context, DownbeatPolicies.Administer).ConfigureAwait(false));
    }

    public static bool HasAccount(HttpContext context) => AccountClaims.UserId(context.User) is not null;

    private async Task<bool> MayAsync(HttpContext context, string policy)
    {
        AuthorizationResult result = await authorization.AuthorizeAsync(context.User, context, policy).ConfigureAwait(false);
        return result.Succeeded;
    }
}
