using Downbeat.Accounts;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Accounts;

/// <summary>Accounts in a file.</summary>
internal sealed class SqliteAccountStore(SqliteDatabase database) : IAccountStore
{
    public IUsers Users { get; } = new SqliteUsers(database);

    public ICredentials Credentials { get; } = new SqliteCredentials(database);

    public IAuditLog Audit { get; } = new SqliteAuditLog(database);
}
