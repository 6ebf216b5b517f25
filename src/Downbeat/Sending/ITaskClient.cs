using System.Data.Common;

namespace Downbeat;

/// <summary>Sends tasks and looks up what came of them.</summary>
public interface ITaskClient
{
    /// <summary>Sends a task. When it returns, the message is as durable as the broker makes it.</summary>
    /// <param name="signature">What to call, and how.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    Task<AsyncResult> SendAsync(Signature signature, CancellationToken cancellationToken = default);

    /// <summary>Sends a task whose result has a known type.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="signature">What to call, and how.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    Task<AsyncResult<TResult>> SendAsync<TResult>(Signature<TResult> signature, CancellationToken cancellationToken = default);

    /// <summary>Sends a task within the caller's own database transaction: it exists if and only if the transaction commits.</summary>
    /// <param name="signature">What to call, and how.</param>
    /// <param name="transaction">An open transaction of the broker's database.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <exception cref="InvalidValueException">The broker does not live in the transaction's database.</exception>
    Task<AsyncResult> SendAsync(Signature signature, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>Sends a task whose result has a known type within the caller's own database transaction.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="signature">What to call, and how.</param>
    /// <param name="transaction">An open transaction of the broker's database.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    /// <exception cref="InvalidValueException">The broker does not live in the transaction's database.</exception>
    Task<AsyncResult<TResult>> SendAsync<TResult>(
        Signature<TResult> signature, DbTransaction transaction, CancellationToken cancellationToken = default);

    /// <summary>Sends many tasks at once: all of them or none.</summary>
    /// <param name="signatures">What to call, and how.</param>
    /// <param name="cancellationToken">Cancels the sending.</param>
    Task<IReadOnlyList<AsyncResult>> SendAllAsync(IReadOnlyList<Signature> signatures, CancellationToken cancellationToken = default);

    /// <summary>The result of a task that was sent before, by anybody.</summary>
    /// <param name="taskId">The task's id.</param>
    AsyncResult GetResult(string taskId);

    /// <summary>The result, of a known type, of a task that was sent before, by anybody.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="taskId">The task's id.</param>
    AsyncResult<TResult> GetResult<TResult>(string taskId);
}
