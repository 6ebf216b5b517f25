using Downbeat.Accounts;
using Microsoft.AspNetCore.Identity;
using Microsoft.Extensions.Options;

namespace Downbeat.AspNetCore.Access;

/// <summary>Hashes and verifies passwords. Only a few at once: hashing is slow on purpose, and anybody may ask for it.</summary>
internal sealed class Passwords : IDisposable
{
    public const int Shortest = 10;
    private const int Longest = 1000;
    private readonly PasswordHasher<string> _hasher;
    private readonly SemaphoreSlim _places = new(2);
    private readonly Lazy<string> _nobodys;

    public Passwords(IOptions<DownbeatAccessOptions> options)
    {
        _hasher = new PasswordHasher<string>(Options.Create(new PasswordHasherOptions { IterationCount = options.Value.PasswordIterations }));
        _nobodys = new Lazy<string>(() => _hasher.HashPassword("", Secrets.Create()));
    }

    /// <exception cref="InvalidValueException">It is too easy to guess. The refusal does not repeat it.</exception>
    public static string Check(string? password, string name)
    {
        if (password is null || password.Length is < Shortest or > Longest)
        {
            throw new InvalidValueException("password", null, $"{Shortest} to {Longest} characters");
        }

        return password.Contains(name, StringComparison.OrdinalIgnoreCase) || password.Distinct().Count() < 4
            ? throw new InvalidValueException("password", null, "words that are hard to guess: without the name, with at least 4 different characters")
            : password;
    }

    public Task<string> HashAsync(string name, string password, CancellationToken cancellationToken)
    {
        return WithPlaceAsync(() => _hasher.HashPassword(name, Check(password, name)), cancellationToken);
    }

    /// <summary>Verifies a password. For a user who does not exist it takes as long, and fails.</summary>
    public Task<PasswordVerificationResult> VerifyAsync(User? user, string password, CancellationToken cancellationToken)
    {
        if (password.Length > Longest)
        {
            return Task.FromResult(PasswordVerificationResult.Failed);
        }

        return WithPlaceAsync(
            () =>
            {
                PasswordVerificationResult result = _hasher.VerifyHashedPassword(user?.Name ?? "", user?.PasswordHash ?? _nobodys.Value, password);
                return user is null ? PasswordVerificationResult.Failed : result;
            },
            cancellationToken);
    }

    public void Dispose() => _places.Dispose();

    private async Task<T> WithPlaceAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            return work();
        }
        finally
        {
            _places.Release();
        }
    }
}
