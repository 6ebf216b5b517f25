using Downbeat.Accounts;
using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Accounts;

internal sealed class PostgreSqlUsers(PostgreSqlDatabase database) : IUsers
{
    private const string Columns =
        "id, name, password_hash, role, is_active, failed_sign_ins, locked_until, created_at, signed_in_at, revision";

    private const string Insert =
        $"""
        INSERT INTO downbeat.account ({Columns}, name_key, is_first)
        SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12
        WHERE NOT $12 OR NOT EXISTS (SELECT FROM downbeat.account)
        ON CONFLICT DO NOTHING RETURNING 1
        """;

    private const string Update =
        """
        UPDATE downbeat.account SET name = $2, password_hash = $3, role = $4, is_active = $5, failed_sign_ins = $6, locked_until = $7, created_at = $8,
            signed_in_at = $9, revision = $10, name_key = $11
        WHERE id = $1 AND revision = $12 AND NOT EXISTS (SELECT FROM downbeat.account o WHERE o.name_key = $11 AND o.id <> $1)
        RETURNING 1
        """;

    private const string DeleteCredentials = "DELETE FROM downbeat.credential WHERE account_id = $1";
    private const string DeleteOne = "DELETE FROM downbeat.account WHERE id = $1 RETURNING 1";
    private const string SelectById = $"SELECT {Columns} FROM downbeat.account WHERE id = $1";
    private const string SelectByName = $"SELECT {Columns} FROM downbeat.account WHERE name_key = $1";
    private const string SelectMany = $"SELECT {Columns} FROM downbeat.account WHERE name_key > $1 ORDER BY name_key LIMIT $2";

    public ValueTask<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken)
    {
        return WriteAsync(cancellationToken, Said(Insert, user).Add(onlyIfFirst));
    }

    public async ValueTask<bool> UpdateAsync(User user, long expectedRevision, CancellationToken cancellationToken)
    {
        try
        {
            return await WriteAsync(cancellationToken, Said(Update, user).Add(expectedRevision)).ConfigureAwait(false);
        }
        catch (PostgreSqlFailureException exception) when (exception.State == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody else took the name between the look and the write.
            return false;
        }
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(cancellationToken, database.Command(DeleteOne).Add(id), database.Command(DeleteCredentials).Add(id));
    }

    public ValueTask<User?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(Read), cancellationToken, database.Command(SelectById).Add(id));
    }

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(Read), cancellationToken, database.Command(SelectByName).Add(Key(name)));
    }

    public async ValueTask<Page<User>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        List<User> users = await database.ReadAsync(
            static rows => rows.AllAsync(static row => Read(row)!),
            cancellationToken,
            database.Command(SelectMany).Add(page.After ?? "").Add(page.Take + 1)).ConfigureAwait(false);
        return users.Count > page.Take
            ? new Page<User>(users[..page.Take], Key(users[page.Take - 1].Name))
            : new Page<User>(users, null);
    }

    private ValueTask<bool> WriteAsync(CancellationToken cancellationToken, params Command[] commands)
    {
        return database.WriteAsync(
            new Write(Topics.None, IsRepeatable: false),
            static async rows => await rows.CountAsync().ConfigureAwait(false) > 0,
            cancellationToken,
            commands);
    }

    private static string Key(string name) => name.ToUpperInvariant();

    private Command Said(string sql, User user)
    {
        return database.Command(sql)
            .Add(user.Id).Add(user.Name).Add(user.PasswordHash).Add((short)user.Role).Add(user.IsActive).Add(user.FailedSignIns).Add(user.LockedUntil)
            .Add(user.CreatedAt).Add(user.SignedInAt).Add(user.Revision).Add(Key(user.Name));
    }

    private static User? Read(NpgsqlDataReader row) => new()
    {
        Id = row.Guid(0),
        Name = row.Text(1),
        PasswordHash = row.Text(2),
        Role = (AccountRole)row.Short(3),
        IsActive = row.Bool(4),
        FailedSignIns = row.Int(5),
        LockedUntil = row.InstantOrNull(6),
        CreatedAt = row.Instant(7),
        SignedInAt = row.InstantOrNull(8),
        Revision = row.Long(9),
    };
}
