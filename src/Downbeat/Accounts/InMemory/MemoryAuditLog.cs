using System.Globalization;
using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.Accounts.InMemory;

internal sealed class MemoryAuditLog(MemoryDatabase database) : IAuditLog
{
    private List<AuditEntry> Rows => database.AccountRows.Audit;

    public ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken)
    {
        database.Read(() =>
        {
            Rows.Add(entry with { Key = Rows.Count + 1 });
            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask<Page<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        long before = query.Page.ReadAfterNumber() ?? long.MaxValue;
        return new(database.Read(() =>
        {
            AuditEntry[] found = [.. Rows.AsEnumerable().Reverse()
                .Where(entry => entry.Key < before && (query.Subject is null || entry.Subject == query.Subject))
                .Take(query.Page.Take + 1)];
            AuditEntry[] shown = found.Length > query.Page.Take ? found[..query.Page.Take] : found;
            string? next = found.Length > shown.Length ? shown[^1].Key.ToString(CultureInfo.InvariantCulture) : null;
            return new Page<AuditEntry>(shown, next);
        }));
    }
}
