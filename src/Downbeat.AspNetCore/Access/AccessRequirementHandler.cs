using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Access;

/// <summary>Judges by the account's role. Where the application demands something itself, that is judged beside this and decides alone.</summary>
internal sealed class AccessRequirementHandler(ProtectionFinder protection, IHttpContextAccessor? accessor = null)
    : AuthorizationHandler<AccessRequirement>
{
    protected override Task HandleRequirementAsync(AuthorizationHandlerContext context, AccessRequirement requirement)
    {
        HttpContext? http = context.Resource as HttpContext ?? accessor?.HttpContext;
        bool isAllowed = http?.GetEndpoint() is { } endpoint && protection.Of(endpoint.Metadata) == Protection.Application
            || AccountClaims.Role(context.User) >= requirement.Role;
        if (isAllowed)
        {
            context.Succeed(requirement);
        }

        return Task.CompletedTask;
    }
}
