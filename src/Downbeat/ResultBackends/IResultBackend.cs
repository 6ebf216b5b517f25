using Downbeat.Paging;

namespace Downbeat.ResultBackends;

/// <summary>Keeps where tasks stand and what came out. Implementations are safe for concurrent use.</summary>
public interface IResultBackend
{
    /// <summary>What it can do.</summary>
    ResultBackendCapabilities Capabilities { get; }

    /// <summary>Stores results as durably as the backend can. A finished task's result is never replaced; that is not an error.</summary>
    /// <param name="results">The results; of several with one id the last counts.</param>
    /// <param name="cancellationToken">Cancels the store.</param>
    ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken);

    /// <summary>Reads a result.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    /// <returns>The result, or null when nothing is known of the task.</returns>
    ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken);

    /// <summary>Waits until a task has finished.</summary>
    /// <param name="id">The task's id.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken);

    /// <summary>Reads where tasks stand. Tasks of which nothing is known are left out.</summary>
    /// <param name="ids">The tasks' ids.</param>
    /// <param name="cancellationToken">Cancels the read.</param>
    ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Lists results, newest first. Backends that are not shared have an empty list.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken);

    /// <summary>Deletes results.</summary>
    /// <param name="ids">The tasks' ids.</param>
    /// <param name="cancellationToken">Cancels the deletion.</param>
    ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken);

    /// <summary>Fails when the backend cannot be used right now.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}
