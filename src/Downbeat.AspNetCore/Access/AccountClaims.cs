using System.Security.Claims;
using Downbeat.Accounts;

namespace Downbeat.AspNetCore.Access;

/// <summary>What is known of somebody who signed in with an account of Downbeat's.</summary>
internal static class AccountClaims
{
    private const string RoleType = "downbeat:role";
    private const string CredentialType = "downbeat:credential";

    public static ClaimsPrincipal Principal(string name, AccountRole role, Guid? userId = null, Guid? credentialId = null)
    {
        var identity = new ClaimsIdentity(AccessScheme.Name, ClaimTypes.Name, ClaimTypes.Role);
        identity.AddClaim(new Claim(ClaimTypes.Name, name));
        identity.AddClaim(new Claim(RoleType, role.ToString()));
        if (userId is { } user)
        {
            identity.AddClaim(new Claim(ClaimTypes.NameIdentifier, user.ToString(), ClaimValueTypes.String, AccessScheme.Name));
        }

        if (credentialId is { } credential)
        {
            identity.AddClaim(new Claim(CredentialType, credential.ToString()));
        }

        return new ClaimsPrincipal(identity);
    }

    // An application's own claims may have any name; only those count that were issued here.
    public static AccountRole? Role(ClaimsPrincipal user)
    {
        return Find(user, RoleType) is { } text && Enum.TryParse(text, out AccountRole role) ? role : null;
    }

    public static Guid? UserId(ClaimsPrincipal user)
    {
        return Find(user, ClaimTypes.NameIdentifier) is { } text && Guid.TryParse(text, out Guid id) ? id : null;
    }

    public static Guid? CredentialId(ClaimsPrincipal user)
    {
        return Find(user, CredentialType) is { } text && Guid.TryParse(text, out Guid id) ? id : null;
    }

    private static string? Find(ClaimsPrincipal user, string type)
    {
        return user.Identities.FirstOrDefault(identity => identity.AuthenticationType == AccessScheme.Name)?.FindFirst(type)?.Value;
    }
}
