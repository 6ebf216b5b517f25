using Downbeat.Hosting;
using Downbeat.Retention;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Hosting;

/// <summary>Keeps the store's own history small. Several beats may do so at once; it depends on no worker.</summary>
internal sealed partial class PruneLoop(
    RetentionSet retention,
    CleanupEngine engine,
    IOptions<DownbeatOptions> downbeat,
    IOptions<BeatOptions> options,
    TimeProvider time,
    BackOffs backOffs,
    ILogger<PruneLoop> logger)
    : BeatLoop(time, backOffs.Create(options.Value.PruneInterval))
{
    private bool _hasWaited;

    /// <summary>Whether the store keeps a history that must be pruned.</summary>
    public bool IsNeeded => retention.Store is not null;

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        if (!_hasWaited)
        {
            _hasWaited = true;
            return options.Value.PruneDelay;
        }

        var request = new CleanupRequest("beat", downbeat.Value.Retention, [RetentionRole.Schedule]) { IsQuietWhenIdle = true };
        await engine.RunAsync(retention.Store!, request, stopping).ConfigureAwait(false);
        return options.Value.PruneInterval;
    }

    // The engine has told of it in detail.
    protected override void Failed(Exception exception) => LogFailed(exception.Message);

    [LoggerMessage(Diagnostics.EventIds.Beat + 40, LogLevel.Warning, "The history of the schedule store could not be pruned; it is tried again: {Error}")]
    private partial void LogFailed(string error);
}
