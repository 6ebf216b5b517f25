using Downbeat.Accounts;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Accounts;

internal sealed class PostgreSqlCredentials(PostgreSqlDatabase database) : ICredentials
{
    private const string Columns = "id, account_id, kind, name, secret_hash, role, created_at, seen_at, expires_at";

    private const string Insert =
        $"INSERT INTO downbeat.credential ({Columns}) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (id) DO NOTHING";

    private const string DeleteExpired = "DELETE FROM downbeat.credential WHERE account_id = $1 AND expires_at <= $2";
    private const string Touch = "UPDATE downbeat.credential SET seen_at = $2, expires_at = $3 WHERE id = $1";
    private const string DeleteOne = "DELETE FROM downbeat.credential WHERE id = $1 RETURNING 1";
    private const string DeleteOfKind = "DELETE FROM downbeat.credential WHERE account_id = $1 AND kind = $2";
    private const string SelectByHash = $"SELECT {Columns} FROM downbeat.credential WHERE secret_hash = $1";
    private const string SelectMany = $"SELECT {Columns} FROM downbeat.credential WHERE account_id = $1 ORDER BY created_at DESC, id DESC";

    public async ValueTask AddAsync(Credential credential, CancellationToken cancellationToken)
    {
        await WriteAsync(
            new Write(Topics.None),
            cancellationToken,
            database.Command(DeleteExpired).Add(credential.UserId).Add(credential.CreatedAt),
            database.Command(Insert)
                .Add(credential.Id).Add(credential.UserId).Add((short)credential.Kind).Add(credential.Name).Add(credential.SecretHash)
                .Add((short)credential.Role).Add(credential.CreatedAt).Add(credential.SeenAt).Add(credential.ExpiresAt)).ConfigureAwait(false);
    }

    public ValueTask<Credential?> FindAsync(string secretHash, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(Read), cancellationToken, database.Command(SelectByHash).Add(secretHash));
    }

    public async ValueTask TouchAsync(Guid id, DateTimeOffset seenAt, DateTimeOffset? expiresAt, CancellationToken cancellationToken)
    {
        await WriteAsync(
            new Write(Topics.None, Durability.Process), cancellationToken, database.Command(Touch).Add(id).Add(seenAt).Add(expiresAt)).ConfigureAwait(false);
    }

    public async ValueTask<IReadOnlyList<Credential>> ListAsync(Guid userId, CancellationToken cancellationToken)
    {
        return await database.ReadAsync(
            static rows => rows.AllAsync(static row => Read(row)!), cancellationToken, database.Command(SelectMany).Add(userId)).ConfigureAwait(false);
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(new Write(Topics.None, IsRepeatable: false), cancellationToken, database.Command(DeleteOne).Add(id));
    }

    public async ValueTask DeleteSessionsAsync(Guid userId, CancellationToken cancellationToken)
    {
        await WriteAsync(
            new Write(Topics.None), cancellationToken, database.Command(DeleteOfKind).Add(userId).Add((short)CredentialKind.Session)).ConfigureAwait(false);
    }

    private ValueTask<bool> WriteAsync(Write write, CancellationToken cancellationToken, params Command[] commands)
    {
        return database.WriteAsync(write, static async rows => await rows.CountAsync().ConfigureAwait(false) > 0, cancellationToken, commands);
    }

    private static Credential? Read(NpgsqlDataReader row) => new()
    {
        Id = row.Guid(0),
        UserId = row.Guid(1),
        Kind = (CredentialKind)row.Short(2),
        Name = row.Text(3),
        SecretHash = row.Text(4),
        Role = (AccountRole)row.Short(5),
        CreatedAt = row.Instant(6),
        SeenAt = row.Instant(7),
        ExpiresAt = row.InstantOrNull(8),
    };
}
