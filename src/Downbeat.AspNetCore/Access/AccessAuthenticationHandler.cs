using System.Net;
using System.Security.Claims;
using System.Text.Encodings.Web;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>
/// Finds out who asks: by a token, else by the session's cookie. Where the application protects a mount, its own scheme is asked instead. Requests
/// for anything else of the application are none of its business.
/// </summary>
internal sealed class AccessAuthenticationHandler(
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory loggers,
    UrlEncoder encoder,
    ProtectionFinder protection,
    Sessions sessions,
    Mounts mounts,
    IAuthenticationSchemeProvider schemes)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    private Refusal? _refusal;

    private Mount? Mount => Context.GetEndpoint()?.Metadata.GetMetadata<Mount>();

    private Protection Protection => protection.Of(Context.GetEndpoint()!.Metadata);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        if (Mount is null)
        {
            return AuthenticateResult.NoResult();
        }

        switch (Protection)
        {
            case Protection.Application:
                return await AskApplicationAsync().ConfigureAwait(false);
            case Protection.Accounts:
                return await AskAccountsAsync().ConfigureAwait(false);
            case Protection.Open when IsLocal():
                return Success(AccountClaims.Principal("developer", AccountRole.Administrator));
            default:
                _refusal = Refusal.Unprotected;
                return AuthenticateResult.NoResult();
        }
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        // Whoever is signed in but was not recognised because the store is away shall not be sent to sign in again.
        _ = await HandleAuthenticateOnceSafeAsync().ConfigureAwait(false);
        if (Mount is not { } mount)
        {
            Response.StatusCode = StatusCodes.Status401Unauthorized;
        }
        else if (_refusal is not null)
        {
            await mount.Refuse(Context, _refusal).ConfigureAwait(false);
        }
        else if (Protection == Protection.Application && await OtherAsync(schemes.GetDefaultChallengeSchemeAsync()).ConfigureAwait(false) is { } other)
        {
            await Context.ChallengeAsync(other, properties).ConfigureAwait(false);
        }
        else if (mounts.PathOf(PageKind.SignIn, mount) is { } signIn && HttpMethods.IsGet(Request.Method))
        {
            string back = Request.PathBase + Request.Path + Request.QueryString;
            Response.Redirect($"{Request.PathBase}{signIn}?return={Uri.EscapeDataString(back)}");
        }
        else
        {
            await mount.Refuse(Context, Refusal.NotSignedIn).ConfigureAwait(false);
        }
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        if (Mount is { } mount)
        {
            return mount.Refuse(Context, Refusal.Forbidden);
        }

        Response.StatusCode = StatusCodes.Status403Forbidden;
        return Task.CompletedTask;
    }

    private async Task<AuthenticateResult> AskApplicationAsync()
    {
        return await OtherAsync(schemes.GetDefaultAuthenticateSchemeAsync()).ConfigureAwait(false) is { } other
            ? await Context.AuthenticateAsync(other).ConfigureAwait(false)
            : Context.User.Identity is { IsAuthenticated: true } ? Success(Context.User)
            : AuthenticateResult.NoResult();
    }

    private async Task<AuthenticateResult> AskAccountsAsync()
    {
        try
        {
            ClaimsPrincipal? principal = SameOrigin.HasToken(Request)
                ? await sessions.FindAsync(SameOrigin.ReadToken(Request), CredentialKind.Token, Context.RequestAborted).ConfigureAwait(false)
                : SessionCookie.Read(Context) is { } secret
                    ? await sessions.FindAsync(secret, CredentialKind.Session, Context.RequestAborted).ConfigureAwait(false)
                    : null;
            return principal is null ? AuthenticateResult.NoResult() : Success(principal);
        }
        catch (DownbeatException exception)
        {
            _refusal = Refusal.Of(exception);
            return AuthenticateResult.NoResult();
        }
    }

    private static async Task<string?> OtherAsync(Task<AuthenticationScheme?> scheme)
    {
        return await scheme.ConfigureAwait(false) is { } found && found.Name != AccessScheme.Name ? found.Name : null;
    }

    private static AuthenticateResult Success(ClaimsPrincipal principal)
    {
        return AuthenticateResult.Success(new AuthenticationTicket(principal, AccessScheme.Name));
    }

    // A request through a proxy on this machine comes from this machine too, and names whom it comes from. A page whose name was made to lead to this
    // machine names itself as the host.
    private bool IsLocal()
    {
        return (Context.Connection.RemoteIpAddress is not { } address || IPAddress.IsLoopback(address))
            && (Request.Host.Host is "localhost" || (IPAddress.TryParse(Request.Host.Host.Trim('[', ']'), out IPAddress? host) && IPAddress.IsLoopback(host)))
            && !Request.Headers.ContainsKey("X-Forwarded-For") && !Request.Headers.ContainsKey("Forwarded");
    }
}
