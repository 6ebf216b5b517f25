using Downbeat.Accounts;
using Downbeat.Paging;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Accounts;

internal sealed class SqliteUsers(SqliteDatabase database) : IUsers
{
    private const string Columns =
        "id, name, password_hash, role, is_active, failed_sign_ins, locked_until, created_at, signed_in_at, revision";

    private const string Insert =
        $"""
        INSERT INTO downbeat_user ({Columns}, name_key)
        SELECT ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ? WHERE ? = 0 OR NOT EXISTS (SELECT 1 FROM downbeat_user)
        ON CONFLICT DO NOTHING
        """;

    private const string Update =
        """
        UPDATE OR IGNORE downbeat_user SET name = ?, password_hash = ?, role = ?, is_active = ?, failed_sign_ins = ?, locked_until = ?, created_at = ?,
            signed_in_at = ?, revision = ?, name_key = ?
        WHERE id = ? AND revision = ?
        """;

    private const string List = $"SELECT {Columns} FROM downbeat_user WHERE name_key > ? ORDER BY name_key LIMIT ?";

    public ValueTask<bool> AddAsync(User user, bool onlyIfFirst, CancellationToken cancellationToken)
    {
        return WriteAsync(
            session => Fill(session.Get(Insert).Add(user.Id), user).Add(onlyIfFirst).Run() == 1, cancellationToken);
    }

    public ValueTask<bool> UpdateAsync(User user, long expectedRevision, CancellationToken cancellationToken)
    {
        return WriteAsync(
            session => Fill(session.Get(Update), user).Add(user.Id).Add(expectedRevision).Run() == 1, cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(Delete, cancellationToken);

        bool Delete(SqliteSession session)
        {
            session.Get("DELETE FROM downbeat_credential WHERE user_id = ?").Add(id).Run();
            return session.Get("DELETE FROM downbeat_user WHERE id = ?").Add(id).Run() == 1;
        }
    }

    public ValueTask<User?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get($"SELECT {Columns} FROM downbeat_user WHERE id = ?").Add(id))));
    }

    public ValueTask<User?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get($"SELECT {Columns} FROM downbeat_user WHERE name_key = ?").Add(Key(name)))));
    }

    public ValueTask<Page<User>> ListAsync(PageRequest page, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var users = new List<User>();
            Statement select = session.Get(List).Add(page.After ?? "").Add(page.Take + 1);
            while (select.Step())
            {
                users.Add(Read(select));
            }

            return users.Count > page.Take
                ? new Page<User>(users[..page.Take], Key(users[page.Take - 1].Name))
                : new Page<User>(users, null);
        }));
    }

    private ValueTask<bool> WriteAsync(Func<SqliteSession, bool> work, CancellationToken cancellationToken)
    {
        return database.WriteAsync(transaction => work(transaction.Session), Durability.Power, cancellationToken);
    }

    private static string Key(string name) => name.ToUpperInvariant();

    private static Statement Fill(Statement statement, User user)
    {
        return statement.Add(user.Name).Add(user.PasswordHash).Add((long)user.Role).Add(user.IsActive).Add(user.FailedSignIns).Add(user.LockedUntil)
            .Add(user.CreatedAt).Add(user.SignedInAt).Add(user.Revision).Add(Key(user.Name));
    }

    private static User? One(Statement select)
    {
        User? user = select.Step() ? Read(select) : null;
        select.Reset();
        return user;
    }

    private static User Read(Statement row) => new()
    {
        Id = row.Guid(0),
        Name = row.Text(1),
        PasswordHash = row.Text(2),
        Role = (AccountRole)row.Int(3),
        IsActive = row.Bool(4),
        FailedSignIns = row.Int(5),
        LockedUntil = row.InstantOrNull(6),
        CreatedAt = row.Instant(7),
        SignedInAt = row.InstantOrNull(8),
        Revision = row.Long(9),
    };
}
