using Downbeat.Brokers;
using Downbeat.Control;
using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Dispatch;

/// <summary>Gives fires to the broker: all at once, and one by one when that fails, so that no message keeps the others from being sent.</summary>
internal sealed class Publisher(IBroker broker, int mostAttempts, TimeProvider time)
{
    // Only what the broker did not take counts, not the times it was away; the few messages concerned are counted here.
    private readonly Dictionary<long, int> _refusals = [];

    /// <summary>Publishes fires.</summary>
    /// <param name="fires">The fires, oldest first.</param>
    /// <param name="until">When nothing more is begun, because others may claim the fires soon.</param>
    /// <param name="cancellationToken">Stops it; what was not published goes back.</param>
    public async Task<PublishReport> PublishAsync(IReadOnlyList<Fire> fires, Deadline until, CancellationToken cancellationToken)
    {
        try
        {
            await RevokeAsync(fires, cancellationToken).ConfigureAwait(false);
            await broker.PublishAsync([.. fires.Select(fire => fire.Message!)], cancellationToken).ConfigureAwait(false);
            return new PublishReport([.. fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Published))], Outage: null);
        }
        catch (Exception exception) when (IsOutage(exception, cancellationToken))
        {
            return new PublishReport(GiveBack(fires, exception), exception);
        }
        catch (Exception)
        {
            // One of the messages, or its revocation: which one, each tells by itself.
            return await PublishEachAsync(fires, until, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<PublishReport> PublishEachAsync(IReadOnlyList<Fire> fires, Deadline until, CancellationToken cancellationToken)
    {
        var settlements = new List<FireSettlement>(fires.Count);
        for (int i = 0; i < fires.Count; i++)
        {
            Fire fire = fires[i];
            try
            {
                if (until.HasPassed(time))
                {
                    settlements.AddRange(GiveBack(fires.Skip(i), reason: null));
                    break;
                }

                await RevokeAsync([fire], cancellationToken).ConfigureAwait(false);
                await broker.PublishAsync([fire.Message!], cancellationToken).ConfigureAwait(false);
                settlements.Add(new FireSettlement(fire.Key, FireOutcome.Published));
                _refusals.Remove(fire.Key);
            }
            catch (Exception exception) when (IsOutage(exception, cancellationToken))
            {
                settlements.AddRange(GiveBack(fires.Skip(i), exception));
                return new PublishReport(settlements, exception);
            }
            catch (Exception exception)
            {
                settlements.Add(Refused(fire, exception));
            }
        }

        return new PublishReport(settlements, Outage: null);
    }

    // An error of ours that is not transient refuses this message for good; an unknown one gets some more tries.
    private FireSettlement Refused(Fire fire, Exception exception)
    {
        int refusals = _refusals.GetValueOrDefault(fire.Key) + 1;
        if (exception is not DownbeatException { IsTransient: false } && refusals < mostAttempts)
        {
            _refusals[fire.Key] = refusals;
            return new FireSettlement(fire.Key, FireOutcome.Pending, exception.Message);
        }

        _refusals.Remove(fire.Key);
        return new FireSettlement(fire.Key, FireOutcome.Failed, $"the broker did not take it: {exception.Message}");
    }

    private async ValueTask RevokeAsync(IReadOnlyList<Fire> fires, CancellationToken cancellationToken)
    {
        Revocation[] revocations =
        [
            .. fires.Where(fire => fire.RevokesTaskId is not null)
                .Select(fire => new Revocation(
                    fire.RevokesTaskId!, time.GetUtcNow(), $"{fire.PeriodicTaskName} fires again, and its overlap is cancel_previous", Terminate: true)),
        ];
        if (revocations.Length > 0)
        {
            await broker.Revocations.RevokeAsync(revocations, cancellationToken).ConfigureAwait(false);
        }
    }

    private static bool IsOutage(Exception exception, CancellationToken cancellationToken)
    {
        return exception is UnavailableException || (exception is OperationCanceledException && cancellationToken.IsCancellationRequested);
    }

    private static FireSettlement[] GiveBack(IEnumerable<Fire> fires, Exception? reason)
    {
        return [.. fires.Select(fire => new FireSettlement(fire.Key, FireOutcome.Pending, reason?.Message))];
    }
}
