using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat;

/// <summary>The periodic tasks of the schedule store, for applications and operators.</summary>
public interface IPeriodicTasks
{
    /// <summary>Adds a periodic task. It never fires by being added; only a clocked time in the past fires at once.</summary>
    /// <param name="task">The periodic task.</param>
    /// <param name="author">Who adds it; the application when null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidValueException">A field is refused, or the name is taken.</exception>
    Task<PeriodicTaskEntry> AddAsync(PeriodicTask task, PeriodicTaskAuthor? author = null, CancellationToken cancellationToken = default);

    /// <summary>Changes a periodic task. The change is made again on a newer version when somebody else was faster, unless a revision is demanded.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="change">Makes the new version of the old.</param>
    /// <param name="author">Who changes it; the application when null.</param>
    /// <param name="expectedRevision">The revision the change is meant for; any when null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidValueException">A field is refused, or the row does not parse: then use <see cref="ReplaceAsync"/>.</exception>
    /// <exception cref="NotFoundException">There is none with that name.</exception>
    /// <exception cref="ConflictException">The revision has passed.</exception>
    Task<PeriodicTaskEntry> UpdateAsync(
        string name,
        Func<PeriodicTask, PeriodicTask> change,
        PeriodicTaskAuthor? author = null,
        long? expectedRevision = null,
        CancellationToken cancellationToken = default);

    /// <summary>Replaces a periodic task, whether its row parses or not.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="task">What it shall say.</param>
    /// <param name="author">Who replaces it; the application when null.</param>
    /// <param name="expectedRevision">The revision the change is meant for; any when null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidValueException">A field is refused.</exception>
    /// <exception cref="NotFoundException">There is none with that name.</exception>
    /// <exception cref="ConflictException">The revision has passed.</exception>
    Task<PeriodicTaskEntry> ReplaceAsync(
        string name, PeriodicTask task, PeriodicTaskAuthor? author = null, long? expectedRevision = null, CancellationToken cancellationToken = default);

    /// <summary>Disables a periodic task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="reason">Why; shown with it.</param>
    /// <param name="author">Who disables it; the application when null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="NotFoundException">There is none with that name.</exception>
    Task<PeriodicTaskEntry> DisableAsync(
        string name, string? reason = null, PeriodicTaskAuthor? author = null, CancellationToken cancellationToken = default);

    /// <summary>Deletes a periodic task. Its history stays until it is pruned.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="NotFoundException">There is none with that name.</exception>
    Task DeleteAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Reads a periodic task.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>It, or null when there is none.</returns>
    Task<PeriodicTaskEntry?> FindAsync(string name, CancellationToken cancellationToken = default);

    /// <summary>Lists periodic tasks by name.</summary>
    /// <param name="query">Which; all when null.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    Task<Page<PeriodicTaskEntry>> ListAsync(PeriodicTaskQuery? query = null, CancellationToken cancellationToken = default);

    /// <summary>Sends a periodic task's message now, with all its options. Its schedule goes on as if nothing had happened.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The task that was sent.</returns>
    /// <exception cref="NotFoundException">There is none with that name.</exception>
    Task<AsyncResult> RunNowAsync(string name, CancellationToken cancellationToken = default);
}
