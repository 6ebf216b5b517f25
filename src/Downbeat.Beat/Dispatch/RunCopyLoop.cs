using Downbeat.Beat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Dispatch;

/// <summary>Copies what became of runs from the result backend to the history of the fires, in small batches, after everything else.</summary>
internal sealed partial class RunCopyLoop(
    IScheduleStore store,
    IResultBackend backend,
    BeatHealth health,
    IOptions<BeatOptions> options,
    TimeProvider time,
    BackOffs backOffs,
    ILogger<RunCopyLoop> logger)
    : BeatLoop(time, backOffs.Create(options.Value.MaxRetryDelay))
{
    private const int BatchSize = 200;
    private static readonly TimeSpan Idle = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan BetweenBatches = TimeSpan.FromMilliseconds(5);

    /// <summary>Whether there is anything to copy: not from a backend that shows results only to their sender.</summary>
    public bool IsNeeded => backend.Capabilities.IsShared;

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        IReadOnlyList<UnfinishedRun> runs = await store.Fires.FindUnfinishedAsync(BatchSize, stopping).ConfigureAwait(false);
        if (runs.Count > 0)
        {
            IReadOnlyList<TaskStateInfo> states = await AskAsync(runs, stopping).ConfigureAwait(false);
            Dictionary<string, TaskStateInfo> byId = states.ToDictionary(state => state.Id, StringComparer.Ordinal);
            DateTimeOffset now = Instants.Round(Time.GetUtcNow());
            RunCopy[] copies = [.. runs.Select(run => RunCopies.Of(run, byId.GetValueOrDefault(run.TaskId), now))];
            await store.Fires.CopyRunsAsync(copies, stopping).ConfigureAwait(false);
        }

        return runs.Count < BatchSize ? Idle : BetweenBatches;
    }

    protected override void Failed(Exception exception)
    {
        // That the store or the result backend is away is told once by whoever finds out first; anything else is worth a line.
        if (exception is not UnavailableException)
        {
            LogFailed(exception);
        }
    }

    private async ValueTask<IReadOnlyList<TaskStateInfo>> AskAsync(IReadOnlyList<UnfinishedRun> runs, CancellationToken stopping)
    {
        try
        {
            IReadOnlyList<TaskStateInfo> states =
                await backend.GetStatesAsync([.. runs.Select(run => run.TaskId)], stopping).ConfigureAwait(false);
            if (health.SetResults(error: null))
            {
                LogResultsBack();
            }

            return states;
        }
        catch (UnavailableException exception)
        {
            if (health.SetResults(exception.Message))
            {
                LogResultsAway(exception);
            }

            throw;
        }
    }

    [LoggerMessage(Diagnostics.EventIds.Beat + 31, LogLevel.Error, "The result backend cannot be used; the history shows no outcomes until it is back")]
    private partial void LogResultsAway(Exception exception);

    [LoggerMessage(Diagnostics.EventIds.Beat + 32, LogLevel.Information, "The result backend is back")]
    private partial void LogResultsBack();

    [LoggerMessage(Diagnostics.EventIds.Beat + 33, LogLevel.Error, "What became of runs could not be copied; it is tried again")]
    private partial void LogFailed(Exception exception);
}
