using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Serialization;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>Writes groups of outcomes until they are written: a broker or result backend that is away is waited for.</summary>
internal sealed class SettleWriter
{
    private readonly IBrokerConsumer _consumer;
    private readonly IBroker _broker;
    private readonly IResultBackend _backend;
    private readonly ITransactionalResultBackend? _joining;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Availability _settling;
    private readonly Availability _storing;
    private readonly Availability _publishing;

    public SettleWriter(IBrokerConsumer consumer, IBroker broker, IResultBackend backend, TimeProvider time, Dice dice, ILogger logger)
    {
        _consumer = consumer;
        _broker = broker;
        _backend = backend;
        _time = time;
        _logger = logger;
        _settling = new Availability("settling messages with the broker", new Backoff(dice), logger);
        _storing = new Availability("storing results", new Backoff(dice), logger);
        _publishing = new Availability("publishing to the broker", new Backoff(dice), logger);
        bool isOneDatabase = broker.Capabilities.Database is { } database && database == backend.Capabilities.Database;
        _joining = isOneDatabase ? backend as ITransactionalResultBackend : null;
    }

    /// <summary>Settles deliveries and stores their results: in one transaction where broker and backend share a database, else the results first.</summary>
    public async ValueTask SettleAsync(IReadOnlyList<Pending> group, CancellationToken aborted)
    {
        if (_joining is null)
        {
            await PersistAsync(group, WriteResultsAsync, _storing, aborted).ConfigureAwait(false);
        }

        await PersistAsync(group, WriteSettlementsAsync, _settling, aborted).ConfigureAwait(false);
    }

    /// <summary>Stores the results of runs whose messages were acknowledged before, and publishes what follows them.</summary>
    public async ValueTask StoreAsync(IReadOnlyList<Pending> group, CancellationToken aborted)
    {
        await PersistAsync(group, WriteResultsAsync, _storing, aborted).ConfigureAwait(false);
        await PersistAsync(group, PublishAsync, _publishing, aborted).ConfigureAwait(false);
    }

    private async ValueTask PersistAsync(
        IReadOnlyList<Pending> group,
        Func<IReadOnlyList<Pending>, CancellationToken, ValueTask> write,
        Availability availability,
        CancellationToken aborted)
    {
        while (!aborted.IsCancellationRequested)
        {
            try
            {
                await write(group, aborted).ConfigureAwait(false);
                availability.Succeeded();
                return;
            }
            catch (Exception exception) when (IsOfOneMessage(exception))
            {
                if (group.Count > 1)
                {
                    // One of them spoils it for all: each is written alone, so that only the culprit suffers.
                    foreach (Pending pending in group)
                    {
                        await PersistAsync([pending], write, availability, aborted).ConfigureAwait(false);
                    }

                    return;
                }

                if (!TryLighten(group[0], exception))
                {
                    _logger.OutcomeRefused(exception, group[0].Run!.Headers.Task, group[0].Run!.Headers.Id);
                    return;
                }
            }
            catch (Exception exception) when (!aborted.IsCancellationRequested)
            {
                await Task.Delay(availability.Failed(exception), _time, aborted)
                    .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            catch (OperationCanceledException)
            {
                break;
            }
        }

        _logger.OutcomesAbandoned(group.Count);
    }

    private async ValueTask WriteSettlementsAsync(IReadOnlyList<Pending> group, CancellationToken cancellationToken)
    {
        var settlements = new Settlement[group.Count];
        bool hasResults = false;
        for (int i = 0; i < settlements.Length; i++)
        {
            settlements[i] = group[i].Outcome!.Settlement;
            hasResults |= group[i].Outcome!.Result is not null;
        }

        EnlistedWork? enlisted = _joining is null || !hasResults
            ? null
            : (accepted, transaction, token) => _joining.StoreAsync(ResultsOf(group, accepted), transaction, token);
        IReadOnlyList<Settlement> accepted = await _consumer.SettleAsync(settlements, enlisted, cancellationToken).ConfigureAwait(false);
        foreach (Pending pending in Accepted(group, accepted))
        {
            pending.Written?.TrySetResult(true);
        }

        if (accepted.Count < group.Count)
        {
            _logger.SettlementsRefused(group.Count - accepted.Count);
        }
    }

    private ValueTask WriteResultsAsync(IReadOnlyList<Pending> group, CancellationToken cancellationToken)
    {
        var results = new List<TaskResult>(group.Count);
        foreach (Pending pending in group)
        {
            if (pending.Outcome!.Result is { } result)
            {
                results.Add(result);
            }
        }

        return results.Count == 0 ? ValueTask.CompletedTask : _backend.StoreAsync(results, cancellationToken);
    }

    private async ValueTask PublishAsync(IReadOnlyList<Pending> group, CancellationToken cancellationToken)
    {
        var messages = new List<BrokerMessage>();
        foreach (Pending pending in group)
        {
            if (!pending.IsPublished && pending.Outcome!.Settlement.Successor is { } message)
            {
                messages.Add(message);
            }
        }

        if (messages.Count > 0)
        {
            await _broker.PublishAsync(messages, cancellationToken).ConfigureAwait(false);
        }

        foreach (Pending pending in group)
        {
            pending.IsPublished = true;
        }
    }

    private static List<TaskResult> ResultsOf(IReadOnlyList<Pending> group, IReadOnlyList<Settlement> accepted)
    {
        var results = new List<TaskResult>(accepted.Count);
        foreach (Pending pending in Accepted(group, accepted))
        {
            if (pending.Outcome!.Result is { } result)
            {
                results.Add(result);
            }
        }

        return results;
    }

    // Brokers keep the order as a rule, so each is found where the last one was left.
    private static IEnumerable<Pending> Accepted(IReadOnlyList<Pending> group, IReadOnlyList<Settlement> accepted)
    {
        int place = 0;
        foreach (Settlement settlement in accepted)
        {
            for (int looked = 0; looked < group.Count; looked++, place++)
            {
                place = place == group.Count ? 0 : place;
                if (ReferenceEquals(group[place].Run!.Delivery, settlement.Delivery))
                {
                    yield return group[place++];
                    break;
                }
            }
        }
    }

    // The database is there, and refuses this one: trying again as it is would never end.
    private static bool IsOfOneMessage(Exception exception)
    {
        return exception is DownbeatException { IsTransient: false } and not (UnavailableException or SchemaException);
    }

    private static bool TryLighten(Pending pending, Exception refusal)
    {
        if (pending.Outcome!.Result is not { } result)
        {
            return false;
        }

        ExceptionInfo why = ExceptionInfo.From(refusal);
        bool isNew = result.State.IsFinished && result.Exception?.Traceback != why.Traceback;
        TaskResult? lighter = isNew
            ? result with { State = TaskState.Failure, Value = default, Args = default, Kwargs = default, Progress = null, Exception = why }
            : null;
        pending.Outcome = pending.Outcome with { Result = lighter };
        return true;
    }
}
