using Downbeat.Accounts;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Accounts;

internal sealed class SqliteCredentials(SqliteDatabase database) : ICredentials
{
    private const string Columns = "id, user_id, kind, name, secret_hash, role, created_at, seen_at, expires_at";

    private const string Insert = $"INSERT INTO downbeat_credential ({Columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";

    private const string DeleteExpired = "DELETE FROM downbeat_credential WHERE user_id = ? AND expires_at <= ?";

    public async ValueTask AddAsync(Credential credential, CancellationToken cancellationToken)
    {
        await WriteAsync(Add, Durability.Power, cancellationToken).ConfigureAwait(false);

        bool Add(SqliteSession session)
        {
            session.Get(DeleteExpired).Add(credential.UserId).Add(credential.CreatedAt).Run();
            return session.Get(Insert)
                .Add(credential.Id).Add(credential.UserId).Add((long)credential.Kind).Add(credential.Name).Add(credential.SecretHash)
                .Add((long)credential.Role).Add(credential.CreatedAt).Add(credential.SeenAt).Add(credential.ExpiresAt).Run() == 1;
        }
    }

    public ValueTask<Credential?> FindAsync(string secretHash, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            Statement select = session.Get($"SELECT {Columns} FROM downbeat_credential WHERE secret_hash = ?").Add(secretHash);
            Credential? credential = select.Step() ? Read(select) : null;
            select.Reset();
            return credential;
        }));
    }

    public async ValueTask TouchAsync(Guid id, DateTimeOffset seenAt, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        await WriteAsync(
            session => session.Get("UPDATE downbeat_credential SET seen_at = ?, expires_at = ? WHERE id = ?").Add(seenAt).Add(expiresAt).Add(id).Run() == 1,
            Durability.Process,
            cancellationToken).ConfigureAwait(false);
    }

    public ValueTask<IReadOnlyList<Credential>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        return new(database.Read(IReadOnlyList<Credential> (session) =>
        {
            var credentials = new List<Credential>();
            Statement select = session
                .Get($"SELECT {Columns} FROM downbeat_credential WHERE user_id = ? ORDER BY created_at DESC, id DESC").Add(userId);
            while (select.Step())
            {
                credentials.Add(Read(select));
            }

            return credentials;
        }));
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(
            session => session.Get("DELETE FROM downbeat_credential WHERE id = ?").Add(id).Run() == 1, Durability.Power, cancellationToken);
    }

    public async ValueTask DeleteSessionsAsync(Guid userId, CancellationToken cancellationToken)
    {
        await WriteAsync(
            session => session.Get("DELETE FROM downbeat_credential WHERE user_id = ? AND kind = ?").Add(userId).Add((long)CredentialKind.Session).Run() > 0,
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    private ValueTask<bool> WriteAsync(Func<SqliteSession, bool> work, Durability durability, CancellationToken cancellationToken)
    {
        return database.WriteAsync(transaction => work(transaction.Session), durability, cancellationToken);
    }

    private static Credential Read(Statement row) => new()
    {
        Id = row.Guid(0),
        UserId = row.Guid(1),
        Kind = (CredentialKind)row.Int(2),
        Name = row.Text(3),
        SecretHash = row.Text(4),
        Role = (AccountRole)row.Int(5),
        CreatedAt = row.Instant(6),
        SeenAt = row.Instant(7),
        ExpiresAt = row.InstantOrNull(8),
    };
}
