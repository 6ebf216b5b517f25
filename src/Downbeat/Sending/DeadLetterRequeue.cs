using Downbeat.Brokers;
using Downbeat.Paging;
using Downbeat.ResultBackends;

namespace Downbeat.Sending;

/// <summary>Gives dead letters another chance. Their failed results are forgotten first: a finished result would refuse the next one.</summary>
public sealed class DeadLetterRequeue
{
    private readonly IBroker _broker;
    private readonly IResultBackend _backend;

    /// <summary>Creates it.</summary>
    /// <param name="broker">Where the dead letters are.</param>
    /// <param name="backend">Where their results are.</param>
    public DeadLetterRequeue(IBroker broker, IResultBackend backend)
    {
        _broker = broker;
        _backend = backend;
    }

    /// <summary>Puts dead letters back on their queues, as if they had never been delivered.</summary>
    /// <param name="selection">Which.</param>
    /// <param name="cancellationToken">Cancels the rest.</param>
    /// <returns>How many were put back.</returns>
    public async ValueTask<long> RequeueAsync(DeadLetterSelection selection, CancellationToken cancellationToken = default)
    {
        long requeued = 0;
        Page<DeadLetter> page;
        do
        {
            page = await _broker.DeadLetters.ListAsync(selection, PageRequest.First, cancellationToken).ConfigureAwait(false);
            string[] ids = [.. page.Items.Select(letter => letter.Message.Headers.Id).Distinct(StringComparer.Ordinal)];
            if (ids.Length > 0)
            {
                await _backend.ForgetAsync(ids, cancellationToken).ConfigureAwait(false);
                requeued += await _broker.DeadLetters.RequeueAsync(selection with { TaskIds = ids }, cancellationToken).ConfigureAwait(false);
            }
        }
        while (page.Next is not null);

        return requeued;
    }
}
