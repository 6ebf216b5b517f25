using Downbeat.Paging;

namespace Downbeat.ScheduleStores;

/// <summary>Periodic tasks as rows. What may be written is decided above it; it keeps names unique and edits apart.</summary>
public interface IPeriodicTaskStore
{
    /// <summary>Adds a periodic task.</summary>
    /// <param name="row">The row.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was added; false when its name is taken.</returns>
    ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken);

    /// <summary>Replaces a periodic task, if nobody else has since it was read. Columns that beat advances are taken from the row only where the edit re-planned them.</summary>
    /// <param name="edit">The edit.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>What became of it. A row that is gone is gone first, then a conflict counts, then a name that is taken.</returns>
    ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken);

    /// <summary>Deletes a periodic task. Its history stays until it is pruned.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>Whether it was there.</returns>
    ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads a periodic task.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken);

    /// <summary>Reads a periodic task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken);

    /// <summary>Lists periodic tasks.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken);
}
