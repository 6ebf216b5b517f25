using Downbeat.Hosting.InMemory;

namespace Downbeat.Accounts.InMemory;

/// <summary>Accounts in the memory of the process.</summary>
internal sealed class MemoryAccountStore(MemoryDatabase database) : IAccountStore
{
    public IUsers Users { get; } = new MemoryUsers(database);

    public ICredentials Credentials { get; } = new MemoryCredentials(database);

    public IAuditLog Audit { get; } = new MemoryAuditLog(database);
}
