using Downbeat.Accounts;
using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.Accounts;

/// <summary>Accounts in a database.</summary>
internal sealed class PostgreSqlAccountStore(PostgreSqlDatabase database) : IAccountStore
{
    public IUsers Users { get; } = new PostgreSqlUsers(database);

    public ICredentials Credentials { get; } = new PostgreSqlCredentials(database);

    public IAuditLog Audit { get; } = new PostgreSqlAuditLog(database);
}
