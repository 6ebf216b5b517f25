using Downbeat.Control;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>Learns which of the runs the worker holds are revoked: those that wait do not start, those that run are cancelled if the revoke says so.</summary>
internal sealed class RevocationLoop(
    IRevocations revocations,
    Held held,
    Executor executor,
    TimeSpan cancelTimeout,
    MonotonicClock clock,
    TimeProvider time,
    Dice dice,
    ILogger logger) : IDisposable
{
    private readonly Availability _availability = new("looking for revoked tasks", new Backoff(dice), logger);
    private readonly AsyncSignal _look = new();
    private long _looks;

    /// <summary>How often it has looked so far.</summary>
    public long Looks => Interlocked.Read(ref _looks);

    /// <summary>Makes it look once more, whether or not something was revoked since.</summary>
    public void LookAgain() => _look.Set();

    public Task RunAsync(CancellationToken stopping) => Task.WhenAll(WatchAsync(stopping), LookAsync(stopping));

    public void Dispose() => _look.Dispose();

    /// <summary>Why tasks were revoked. A revoke whose reason cannot be read now is still one.</summary>
    public async ValueTask<IReadOnlyDictionary<string, string>> FindReasonsAsync(List<Run> runs, CancellationToken cancellationToken)
    {
        var reasons = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            foreach (Revocation revocation in await revocations.FindAsync(Ids(runs), cancellationToken).ConfigureAwait(false))
            {
                reasons[revocation.TaskId] = revocation.Reason;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            _availability.Failed(exception);
        }

        return reasons;
    }

    private async Task WatchAsync(CancellationToken stopping)
    {
        long version = 0;
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                version = await revocations.WaitAsync(version, stopping).ConfigureAwait(false);
                _look.Set();
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await PauseAsync(exception, stopping).ConfigureAwait(false);
            }
        }
    }

    private async Task LookAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            try
            {
                await _look.WaitAsync(stopping).ConfigureAwait(false);
                Interlocked.Increment(ref _looks);
                await LookOnceAsync(stopping).ConfigureAwait(false);
                _availability.Succeeded();
            }
            catch (Exception) when (stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                await PauseAsync(exception, stopping).ConfigureAwait(false);
                _look.Set();
            }
        }
    }

    private async ValueTask LookOnceAsync(CancellationToken stopping)
    {
        List<Run> runs = held.Copy();
        if (runs.Count == 0)
        {
            return;
        }

        IReadOnlyList<Revocation> found = await revocations.FindAsync(Ids(runs), stopping).ConfigureAwait(false);
        if (found.Count == 0)
        {
            return;
        }

        Dictionary<string, Revocation> byId = found.ToDictionary(revocation => revocation.TaskId, StringComparer.Ordinal);
        foreach (Run run in runs)
        {
            if (byId.TryGetValue(run.Headers.Id, out Revocation? revocation))
            {
                Revoke(run, revocation);
            }
        }
    }

    private async ValueTask PauseAsync(Exception exception, CancellationToken stopping)
    {
        await Task.Delay(_availability.Failed(exception), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private void Revoke(Run run, Revocation revocation)
    {
        if (!executor.TryEndUnstarted(run, Ending.Revoked(revocation.Reason)) && revocation.Terminate && run.Phase == RunPhase.Running)
        {
            run.RevokeReason = revocation.Reason;
            executor.Cancel(run, CancelCause.Terminated, clock.Now + cancelTimeout.Ticks);
        }
    }

    private static string[] Ids(List<Run> runs)
    {
        var ids = new string[runs.Count];
        for (int i = 0; i < ids.Length; i++)
        {
            ids[i] = runs[i].Headers.Id;
        }

        return ids;
    }
}
