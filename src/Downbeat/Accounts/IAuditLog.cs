using Downbeat.Paging;

namespace Downbeat.Accounts;

/// <summary>Who changed what. It is only ever added to.</summary>
public interface IAuditLog
{
    /// <summary>Adds an entry.</summary>
    /// <param name="entry">The entry.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken);

    /// <summary>Lists entries, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Page<AuditEntry>> QueryAsync(AuditQuery query, CancellationToken cancellationToken);
}
