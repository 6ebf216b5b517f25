using Downbeat.ScheduleStores.Seeding;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Hosting;

/// <summary>Installs the periodic tasks Downbeat brings along, once, as soon as the store answers.</summary>
internal sealed partial class BuiltInLoop(
    BuiltInSeeds seeds, IOptions<BeatOptions> options, TimeProvider time, BackOffs backOffs, ILogger<BuiltInLoop> logger)
    : BeatLoop(time, backOffs.Create(options.Value.MaxRetryDelay))
{
    private bool _hasFailed;

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        await seeds.SeedAsync(stopping).ConfigureAwait(false);
        return Timeout.InfiniteTimeSpan;
    }

    protected override Task WaitAsync(TimeSpan pause, CancellationToken stopping) => Task.Delay(pause, Time, stopping);

    protected override void Failed(Exception exception)
    {
        if (!_hasFailed)
        {
            _hasFailed = true;
            LogWaiting(exception);
        }
    }

    [LoggerMessage(
        Diagnostics.EventIds.Beat + 42, LogLevel.Warning, "The periodic tasks that Downbeat brings along could not be installed; it is tried again until they are")]
    private partial void LogWaiting(Exception exception);
}
