using Downbeat.Accounts;
using Downbeat.AspNetCore.Operations;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace Downbeat.AspNetCore.Access;

/// <summary>Signs people in and out.</summary>
internal sealed class SignIns(
    AccountSet accounts,
    Passwords passwords,
    Sessions sessions,
    AuditTrail audit,
    IOptions<DownbeatAccessOptions> options,
    TimeProvider time,
    ILogger<SignIns> logger)
{
    private const int Attempts = 50;
    private const int LongestAgent = 200;

    private IUsers Users => accounts.Store!.Users;

    /// <summary>Signs somebody in: the answer gets the session's cookie.</summary>
    /// <returns>Whether name and password are right, the account active and not locked. More is told to nobody.</returns>
    public async Task<bool> SignInAsync(HttpContext context, string name, string password, CancellationToken cancellationToken)
    {
        User? user = name.Length is > 0 and <= 200 ? await VerifyAsync(name, password, cancellationToken).ConfigureAwait(false) : null;
        if (user is null)
        {
            return false;
        }

        await OpenAsync(context, user, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>Opens a session for somebody who has proved who it is.</summary>
    public async Task OpenAsync(HttpContext context, User user, CancellationToken cancellationToken)
    {
        string agent = context.Request.Headers[HeaderNames.UserAgent].ToString();
        string secret = await sessions.OpenAsync(user, agent.Length > LongestAgent ? agent[..LongestAgent] : agent, cancellationToken).ConfigureAwait(false);
        SessionCookie.Write(context, secret, options.Value.SessionLongest);
    }

    /// <summary>Ends the session that the request came with.</summary>
    public async Task SignOutAsync(HttpContext context, CancellationToken cancellationToken)
    {
        if (AccountClaims.CredentialId(context.User) is { } id && !Mounting.SameOrigin.HasToken(context.Request))
        {
            await sessions.EndAsync(id, cancellationToken).ConfigureAwait(false);
        }

        SessionCookie.Delete(context);
    }

    /// <summary>Who has this name and this password; null: nobody, or the account is locked or not active.</summary>
    public async Task<User?> VerifyAsync(string name, string password, CancellationToken cancellationToken)
    {
        User? user = await Users.FindAsync(name, cancellationToken).ConfigureAwait(false);
        User? counted = user is { IsActive: true } ? await CountAsync(user.Id, cancellationToken).ConfigureAwait(false) : null;
        PasswordVerificationResult result = await passwords.VerifyAsync(counted, password, cancellationToken).ConfigureAwait(false);
        if (counted is null || result == PasswordVerificationResult.Failed)
        {
            await TellOfLockAsync(counted).ConfigureAwait(false);
            return null;
        }

        string hash = result == PasswordVerificationResult.SuccessRehashNeeded
            ? await passwords.HashAsync(counted.Name, password, cancellationToken).ConfigureAwait(false)
            : counted.PasswordHash;
        return await ChangeAsync(
            counted.Id,
            one => one with { FailedSignIns = 0, LockedUntil = null, SignedInAt = Now, PasswordHash = one.PasswordHash == counted.PasswordHash ? hash : one.PasswordHash },
            cancellationToken).ConfigureAwait(false);
    }

    private DateTimeOffset Now => Instants.Round(time.GetUtcNow());

    // An attempt counts before it is judged: many at once do not get more tries than one after the other.
    private Task<User?> CountAsync(Guid id, CancellationToken cancellationToken)
    {
        return ChangeAsync(id, Count, cancellationToken);

        User? Count(User user)
        {
            DateTimeOffset now = Now;
            if (user.LockedUntil > now)
            {
                return null;
            }

            int failed = user.FailedSignIns + 1;
            return user with { FailedSignIns = failed, LockedUntil = failed >= options.Value.LockAfter ? now + options.Value.LockFor : null };
        }
    }

    private async Task TellOfLockAsync(User? user)
    {
        if (user?.LockedUntil is { } until)
        {
            Log.Locked(logger, user.Name, until, user.FailedSignIns);
            await audit.WriteAsync(new Actor(user.Name, "sign-in"), "account locked", Subjects.User(user.Id), user.Name).ConfigureAwait(false);
        }
    }

    private async Task<User?> ChangeAsync(Guid id, Func<User, User?> change, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            User? user = await Users.GetAsync(id, cancellationToken).ConfigureAwait(false);
            User? changed = user is null ? null : change(user);
            if (changed is null)
            {
                return null;
            }

            changed = changed with { Revision = user!.Revision + 1 };
            if (await Users.UpdateAsync(changed, user.Revision, cancellationToken).ConfigureAwait(false))
            {
                return changed;
            }
        }

        return null;
    }
}
