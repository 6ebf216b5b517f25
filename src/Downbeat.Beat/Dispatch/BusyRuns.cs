using Downbeat.Beat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Dispatch;

/// <summary>
/// Right before a tick, learns whether the previous runs have finished of those periodic tasks that are due and must not overlap. A result backend
/// that does not answer delays the tick once, and then is left alone for a while: unknown runs block.
/// </summary>
internal sealed partial class BusyRuns(
    IScheduleStore store,
    IResultBackend backend,
    BeatHealth health,
    IOptions<BeatOptions> options,
    TimeProvider time,
    ILogger<BusyRuns> logger)
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(1);
    private long? _failedAt;

    public async ValueTask CopyAsync(CancellationToken stopping)
    {
        if (!backend.Capabilities.IsShared || (_failedAt is { } failed && time.GetElapsedTime(failed) < options.Value.MaxRetryDelay))
        {
            return;
        }

        DateTimeOffset now = Instants.Round(time.GetUtcNow());
        IReadOnlyList<string> ids = await store.Ticks.FindBusyAsync(now, options.Value.BatchSize, stopping).ConfigureAwait(false);
        if (ids.Count == 0)
        {
            return;
        }

        IReadOnlyList<TaskStateInfo> states = await AskAsync(ids, stopping).ConfigureAwait(false);
        if (states.Count > 0)
        {
            await store.Fires.CopyRunsAsync([.. states.Select(state => RunCopies.OfBusy(state, now))], stopping).ConfigureAwait(false);
        }
    }

    private async ValueTask<IReadOnlyList<TaskStateInfo>> AskAsync(IReadOnlyList<string> ids, CancellationToken stopping)
    {
        try
        {
            IReadOnlyList<TaskStateInfo> states =
                await backend.GetStatesAsync(ids, stopping).AsTask().WaitAsync(Patience, time, stopping).ConfigureAwait(false);
            _failedAt = null;
            return states;
        }
        catch (Exception exception) when (!stopping.IsCancellationRequested)
        {
            _failedAt = time.GetTimestamp();
            if (health.SetResults(exception.Message))
            {
                LogResultsAway(exception);
            }

            return [];
        }
    }

    [LoggerMessage(
        Diagnostics.EventIds.Beat + 30,
        LogLevel.Error,
        "The result backend cannot be used: tasks that must not overlap wait for the time limit of their previous run, and the history shows no outcomes")]
    private partial void LogResultsAway(Exception exception);
}
