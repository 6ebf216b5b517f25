using System.Security.Claims;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Mounting;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Http;

namespace Downbeat.AspNetCore.Access;

/// <summary>Who does something, and by which way.</summary>
/// <param name="Name">Who.</param>
/// <param name="Way">By which way: <c>admin</c>, <c>api</c>, <c>cli</c>.</param>
internal sealed record Actor(string Name, string Way)
{
    /// <summary>The user, where Downbeat keeps the accounts.</summary>
    public Guid? UserId { get; init; }

    /// <summary>The session or token that the request came with.</summary>
    public Guid? CredentialId { get; init; }

    /// <summary>What the actor may do, where Downbeat keeps the accounts; null where the application's policies decide.</summary>
    public AccountRole? Role { get; init; }

    public PeriodicTaskAuthor Author => new(Name, Way);

    public static Actor Of(HttpContext context)
    {
        ClaimsPrincipal user = context.User;
        string name = user.Identity is { IsAuthenticated: true, Name: { Length: > 0 } given } ? given : "anonymous";
        return new Actor(name.Length > 200 ? name[..200] : name, context.GetEndpoint()?.Metadata.GetMetadata<Mount>()?.Way ?? "api")
        {
            UserId = AccountClaims.UserId(user),
            CredentialId = AccountClaims.CredentialId(user),
            Role = AccountClaims.Role(user),
        };
    }
}
