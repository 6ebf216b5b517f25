using System.Data.Common;

namespace Downbeat.ResultBackends;

/// <summary>A result backend whose stores can be part of a database transaction.</summary>
public interface ITransactionalResultBackend : IResultBackend
{
    /// <summary>Stores results within a transaction of the backend's own database.</summary>
    /// <param name="results">The results.</param>
    /// <param name="transaction">An open transaction; the caller commits it.</param>
    /// <param name="cancellationToken">Cancels the store.</param>
    ValueTask StoreAsync(IReadOnlyList<TaskResult> results, DbTransaction transaction, CancellationToken cancellationToken);
}
