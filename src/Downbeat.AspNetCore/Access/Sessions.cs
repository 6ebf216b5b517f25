using System.Security.Claims;
using Downbeat.Accounts;
using Downbeat.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>Sessions and API tokens: makes them, and finds out whom they stand for. Nothing is cached: what is ended is ended at once.</summary>
internal sealed class Sessions(AccountSet accounts, IOptions<DownbeatAccessOptions> options, TimeProvider time)
{
    private static readonly TimeSpan TouchInterval = TimeSpan.FromMinutes(1);

    private IAccountStore Store => accounts.Store!;

    /// <summary>Opens a session.</summary>
    /// <param name="user">For whom.</param>
    /// <param name="name">What it is called: the browser.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The session's secret.</returns>
    public async Task<string> OpenAsync(User user, string name, CancellationToken cancellationToken)
    {
        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        string secret = Secrets.Create();
        var session = new Credential
        {
            Id = Guid.CreateVersion7(now),
            UserId = user.Id,
            Kind = CredentialKind.Session,
            Name = name,
            SecretHash = Secrets.Hash(secret),
            Role = AccountRole.Administrator,
            CreatedAt = now,
            SeenAt = now,
            ExpiresAt = Expiry(now, now),
        };
        await Store.Credentials.AddAsync(session, cancellationToken).ConfigureAwait(false);
        return secret;
    }

    /// <summary>Whom a secret stands for; null when it stands for nobody, or no longer.</summary>
    public async Task<ClaimsPrincipal?> FindAsync(string secret, CredentialKind kind, CancellationToken cancellationToken)
    {
        if (secret.Length is 0 or > Secrets.Longest)
        {
            return null;
        }

        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        Credential? credential = await Store.Credentials.FindAsync(Secrets.Hash(secret), cancellationToken).ConfigureAwait(false);
        if (credential is null || credential.Kind != kind || credential.ExpiresAt <= now)
        {
            return null;
        }

        User? user = await Store.Users.GetAsync(credential.UserId, cancellationToken).ConfigureAwait(false);
        if (user is not { IsActive: true })
        {
            return null;
        }

        if (now - credential.SeenAt >= TouchInterval)
        {
            DateTimeOffset? expiry = kind == CredentialKind.Session ? Expiry(credential.CreatedAt, now) : credential.ExpiresAt;
            await Store.Credentials.TouchAsync(credential.Id, now, expiry, cancellationToken).ConfigureAwait(false);
        }

        AccountRole role = user.Role < credential.Role ? user.Role : credential.Role;
        return AccountClaims.Principal(user.Name, role, user.Id, credential.Id);
    }

    public ValueTask<bool> EndAsync(Guid id, CancellationToken cancellationToken) => Store.Credentials.DeleteAsync(id, cancellationToken);

    private DateTimeOffset Expiry(DateTimeOffset createdAt, DateTimeOffset now)
    {
        DateTimeOffset idle = now + options.Value.SessionIdle;
        DateTimeOffset longest = createdAt + options.Value.SessionLongest;
        return Instants.Round(idle < longest ? idle : longest);
    }
}
