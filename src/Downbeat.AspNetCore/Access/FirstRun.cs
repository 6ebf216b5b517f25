using Downbeat.Accounts;
using Downbeat.AspNetCore.Operations;
using Downbeat.Hosting;
using Downbeat.Paging;

namespace Downbeat.AspNetCore.Access;

/// <summary>
/// While there is nobody who could sign in, whoever has the one-time token that this process printed becomes the first administrator. The token lives
/// in this process only, and is worth nothing as soon as there is a user.
/// </summary>
internal sealed class FirstRun(AccountSet accounts, People people)
{
    private readonly Lazy<string> _token = new(() => Secrets.Create());

    public string Token => _token.Value;

    /// <summary>Whether nobody could sign in yet.</summary>
    public async ValueTask<bool> IsNeededAsync(CancellationToken cancellationToken)
    {
        return accounts.Store is { } store
            && (await store.Users.ListAsync(new PageRequest { Take = 1 }, cancellationToken).ConfigureAwait(false)).Items.Count == 0;
    }

    public bool IsToken(string? token) => token is { Length: > 0 and <= Secrets.Longest } && Secrets.AreSame(token, Token);

    /// <summary>Makes the first administrator.</summary>
    /// <exception cref="InvalidValueException">The token is wrong or used up, or the name or the password is refused.</exception>
    public async Task<User> CompleteAsync(string? token, string name, string password, string way, CancellationToken cancellationToken)
    {
        return IsToken(token) && await people.AddFirstAsync(name, password, way, cancellationToken).ConfigureAwait(false) is { } user
            ? user
            : throw new InvalidValueException(
                "token", null, "the one that was printed when the program was started, once, while there is no user; otherwise: downbeat createsuperuser");
    }
}
