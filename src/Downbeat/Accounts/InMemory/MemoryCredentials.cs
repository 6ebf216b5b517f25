using Downbeat.Hosting.InMemory;

namespace Downbeat.Accounts.InMemory;

internal sealed class MemoryCredentials(MemoryDatabase database) : ICredentials
{
    private Dictionary<Guid, Credential> Rows => database.AccountRows.Credentials;

    public ValueTask AddAsync(Credential credential, CancellationToken cancellationToken)
    {
        database.Read(() =>
        {
            Remove(one => one.UserId == credential.UserId && one.ExpiresAt <= credential.CreatedAt);
            Rows.Add(credential.Id, credential);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<Credential?> FindAsync(string secretHash, CancellationToken cancellationToken)
    {
        return new(database.Read(() => Rows.Values.FirstOrDefault(one => one.SecretHash == secretHash)));
    }

    public ValueTask TouchAsync(Guid id, DateTimeOffset seenAt, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        database.Read(() =>
        {
            if (Rows.TryGetValue(id, out Credential? credential))
            {
                Rows[id] = credential with { SeenAt = seenAt, ExpiresAt = expiresAt };
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<IReadOnlyList<Credential>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        return new(database.Read(IReadOnlyList<Credential> () =>
            [.. Rows.Values.Where(one => one.UserId == userId).OrderByDescending(one => one.CreatedAt).ThenByDescending(one => one.Id)]));
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken) => new(database.Read(() => Rows.Remove(id)));

    public ValueTask DeleteSessionsAsync(Guid userId, CancellationToken cancellationToken)
    {
        database.Read(() =>
        {
            Remove(one => one.UserId == userId && one.Kind == CredentialKind.Session);
            return true;
        });
        return ValueTask.CompletedTask;
    }

    private void Remove(Func<Credential, bool> which)
    {
        foreach (Credential credential in Rows.Values.Where(which).ToArray())
        {
            Rows.Remove(credential.Id);
        }
    }
}
