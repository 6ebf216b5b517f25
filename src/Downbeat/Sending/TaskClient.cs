using System.Data.Common;
using System.Diagnostics;
using Downbeat.Brokers;
using Downbeat.Diagnostics;

namespace Downbeat.Sending;

/// <summary>Sends tasks through the application's broker.</summary>
internal sealed class TaskClient(IBroker broker, MessageFactory messages, ResultReader reader) : ITaskClient
{
    public async Task<AsyncResult> SendAsync(Signature signature, CancellationToken cancellationToken)
    {
        return new AsyncResult(await PublishAsync(signature, transaction: null, cancellationToken).ConfigureAwait(false), reader);
    }

    public async Task<AsyncResult<TResult>> SendAsync<TResult>(Signature<TResult> signature, CancellationToken cancellationToken)
    {
        return new AsyncResult<TResult>(await PublishAsync(signature, transaction: null, cancellationToken).ConfigureAwait(false), reader);
    }

    public async Task<AsyncResult> SendAsync(Signature signature, DbTransaction transaction, CancellationToken cancellationToken)
    {
        return new AsyncResult(await PublishAsync(signature, transaction, cancellationToken).ConfigureAwait(false), reader);
    }

    public async Task<AsyncResult<TResult>> SendAsync<TResult>(
        Signature<TResult> signature, DbTransaction transaction, CancellationToken cancellationToken)
    {
        return new AsyncResult<TResult>(await PublishAsync(signature, transaction, cancellationToken).ConfigureAwait(false), reader);
    }

    public async Task<IReadOnlyList<AsyncResult>> SendAllAsync(IReadOnlyList<Signature> signatures, CancellationToken cancellationToken)
    {
        BrokerMessage[] batch = [.. signatures.Select(messages.Create)];
        await broker.PublishAsync(batch, cancellationToken).ConfigureAwait(false);
        SendMetrics.Sent.Add(batch.Length);
        return [.. batch.Select(message => new AsyncResult(message.Message.Headers.Id, reader))];
    }

    public AsyncResult GetResult(string taskId) => new(Check.Name("task_id", taskId), reader);

    public AsyncResult<TResult> GetResult<TResult>(string taskId) => new(Check.Name("task_id", taskId), reader);

    private async Task<string> PublishAsync(Signature signature, DbTransaction? transaction, CancellationToken cancellationToken)
    {
        using Activity? activity = Telemetry.Source.StartActivity("send " + signature.Task, ActivityKind.Producer);
        BrokerMessage message = messages.Create(signature);
        activity?.SetTag(TagNames.System, broker.Capabilities.Technology)
            .SetTag(TagNames.Operation, "send")
            .SetTag(TagNames.Queue, message.Queue)
            .SetTag(TagNames.TaskId, message.Message.Headers.Id)
            .SetTag(TagNames.Task, signature.Task);
        if (transaction is null)
        {
            await broker.PublishAsync([message], cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await Transactional().PublishAsync([message], transaction, cancellationToken).ConfigureAwait(false);
        }

        SendMetrics.Sent.Add(1);
        return message.Message.Headers.Id;
    }

    private ITransactionalBroker Transactional()
    {
        return broker as ITransactionalBroker ?? throw new InvalidValueException(
            "transaction", "given", $"null: the broker, {broker.Capabilities.Technology}, does not live in a database that has transactions");
    }
}
