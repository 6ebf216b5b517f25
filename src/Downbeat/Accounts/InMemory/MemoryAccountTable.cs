namespace Downbeat.Accounts.InMemory;

/// <summary>The accounts of a memory. All of it is used under the memory's lock.</summary>
internal sealed class MemoryAccountTable
{
    public Dictionary<Guid, User> Users { get; } = [];

    public Dictionary<Guid, Credential> Credentials { get; } = [];

    public List<AuditEntry> Audit { get; } = [];
}
