using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.Hosting;

namespace Downbeat.AspNetCore.Operations;

/// <summary>Sessions and API tokens, as people see them.</summary>
internal sealed class Tokens(AccountSet accounts, AuditTrail audit, TimeProvider time)
{
    private const int MostTokens = 100;
    private static readonly TimeSpan Longest = TimeSpan.FromDays(3650);

    private ICredentials Credentials => accounts.Store!.Credentials;

    /// <summary>Somebody's sessions and tokens, newest first. Those that have expired are left out.</summary>
    public async Task<IReadOnlyList<Credential>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        IReadOnlyList<Credential> all = await Credentials.ListAsync(userId, cancellationToken).ConfigureAwait(false);
        return [.. all.Where(one => one.ExpiresAt is null || one.ExpiresAt > now)];
    }

    /// <summary>Makes a token for whoever asks. It can do no more than its maker, whose session it is made with.</summary>
    /// <returns>The token, and its secret, which is shown this once.</returns>
    public async Task<(Credential Token, string Secret)> AddAsync(
        Actor actor, string name, AccountRole role, TimeSpan? lifetime, CancellationToken cancellationToken)
    {
        Guid userId = actor.UserId ?? throw new InvalidValueException("user", actor.Name, "somebody who signed in with an account of Downbeat's");
        string checkedName = CheckName(name);
        if (!Enum.IsDefined(role) || role > actor.Role)
        {
            throw new InvalidValueException("role", Words.Of(role), $"at most your own: {Words.Of(actor.Role ?? AccountRole.Viewer)}");
        }

        if (lifetime is { } time0 && (time0 <= TimeSpan.Zero || time0 > Longest))
        {
            throw new InvalidValueException("expires", time0, "a time to come, within ten years, or none");
        }

        if ((await ListAsync(userId, cancellationToken).ConfigureAwait(false)).Count(one => one.Kind == CredentialKind.Token) >= MostTokens)
        {
            throw new InvalidValueException("token", name, $"at most {MostTokens} tokens a user; delete some that are not used");
        }

        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        string secret = Secrets.Create(Secrets.TokenPrefix);
        var token = new Credential
        {
            Id = Guid.CreateVersion7(now),
            UserId = userId,
            Kind = CredentialKind.Token,
            Name = checkedName,
            SecretHash = Secrets.Hash(secret),
            Role = role,
            CreatedAt = now,
            SeenAt = now,
            ExpiresAt = Instants.Round(now + lifetime),
        };
        await Credentials.AddAsync(token, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(actor, "token added", Subjects.Credential(token.Id), token.Name, before: null, Describe(token)).ConfigureAwait(false);
        return (token, secret);
    }

    /// <summary>Ends a session or deletes a token: one's own, or, for an administrator, anybody's.</summary>
    public async Task DeleteAsync(Actor actor, Guid userId, Guid id, CancellationToken cancellationToken)
    {
        if (actor.UserId != userId && actor.Role != AccountRole.Administrator)
        {
            throw new NotFoundException("session or token", id.ToString());
        }

        IReadOnlyList<Credential> all = await Credentials.ListAsync(userId, cancellationToken).ConfigureAwait(false);
        Credential found = all.FirstOrDefault(one => one.Id == id) ?? throw new NotFoundException("session or token", id.ToString());
        await Credentials.DeleteAsync(id, cancellationToken).ConfigureAwait(false);
        string action = found.Kind == CredentialKind.Session ? "session ended" : "token deleted";
        await audit.WriteAsync(actor, action, Subjects.Credential(id), found.Name, Describe(found)).ConfigureAwait(false);
    }

    private static string CheckName(string name)
    {
        string trimmed = name.Trim();
        return trimmed.Length is > 0 and <= 200 && !trimmed.Any(char.IsControl)
            ? trimmed
            : throw new InvalidValueException("name", name, "1 to 200 characters, none of them a control character");
    }

    private static JsonObject Describe(Credential one) => new()
    {
        ["name"] = one.Name, ["role"] = Words.Of(one.Role), ["user"] = one.UserId.ToString(), ["expires"] = one.ExpiresAt?.UtcDateTime.ToString("O"),
    };
}
