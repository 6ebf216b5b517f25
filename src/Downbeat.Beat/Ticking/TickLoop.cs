using Downbeat.Beat.Dispatch;
using Downbeat.Beat.Hosting;
using Downbeat.ScheduleStores;
using Downbeat.Schedules;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Ticking;

/// <summary>Ticks when something is due, when somebody has written to the store, or when it has slept long enough.</summary>
internal sealed partial class TickLoop(
    IScheduleStore store,
    Ticker ticker,
    BusyRuns busy,
    Relay relay,
    BeatHealth health,
    IOptions<BeatOptions> options,
    TimeProvider time,
    BackOffs backOffs,
    ILogger<TickLoop> logger)
    : BeatLoop(time, backOffs.Create(options.Value.MaxRetryDelay))
{
    private readonly TimeSpan _longestSleep = options.Value.MaxSleep;
    private Task<long>? _change;
    private long _version;
    private bool _isReplanned;

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        if (!_isReplanned)
        {
            await ReplanAsync(stopping).ConfigureAwait(false);
            _isReplanned = true;
        }

        while (true)
        {
            await busy.CopyAsync(stopping).ConfigureAwait(false);
            int size = ticker.Size;
            long started = Time.GetTimestamp();
            TickReport report = await ticker.TickAsync(stopping).ConfigureAwait(false);
            TimeSpan elapsed = Time.GetElapsedTime(started);
            Tell(report, elapsed);
            if (report.Claimed < size)
            {
                return Pause(report, elapsed);
            }
        }
    }

    protected override void Failed(Exception exception)
    {
        _change = null;
        if (health.SetStore(exception.Message))
        {
            LogStoreAway(exception);
        }
    }

    protected override async Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        if (pause <= TimeSpan.Zero)
        {
            return;
        }

        // One wait for changes outlives many sleeps: it is asked for anew only when it has ended.
        _change ??= store.WaitForChangeAsync(_version, stopping).AsTask();
        await Sleep.UntilAsync(_change, pause, Time, stopping).ConfigureAwait(false);
        if (_change.IsCompleted)
        {
            Task<long> change = _change;
            _change = null;
            _version = await change.ConfigureAwait(false);
        }
    }

    private async Task ReplanAsync(CancellationToken stopping)
    {
        long rows = await store.Ticks.ReplanAsync(TimeZoneDatabase.Version, TickDecisions.Replan, stopping).ConfigureAwait(false);
        if (rows > 0)
        {
            LogReplanned(rows, TimeZoneDatabase.Version);
        }
    }

    private void Tell(TickReport report, TimeSpan elapsed)
    {
        health.Ticked(report);
        BeatMetrics.Ticked(report, elapsed);
        if (health.SetStore(error: null))
        {
            LogStoreBack();
        }

        if (report.Pending > 0)
        {
            relay.Wake.Call();
        }

        foreach (QuarantinedRow row in report.Quarantined)
        {
            LogQuarantined(row.Name, row.Error);
        }
    }

    // The report's time is the store's and some of the tick's own duration ago. Too early costs one more look, too late is late.
    private TimeSpan Pause(TickReport report, TimeSpan elapsed)
    {
        TimeSpan until = report.NextRun is { } next ? next - report.Now - elapsed : _longestSleep;
        return until < _longestSleep ? until : _longestSleep;
    }

    [LoggerMessage(Diagnostics.EventIds.Beat + 10, LogLevel.Error, "The schedule store cannot be used; nothing fires until it is back")]
    private partial void LogStoreAway(Exception exception);

    [LoggerMessage(Diagnostics.EventIds.Beat + 11, LogLevel.Information, "The schedule store is back; what was missed is caught up with as each task says")]
    private partial void LogStoreBack();

    [LoggerMessage(Diagnostics.EventIds.Beat + 12, LogLevel.Error, "The periodic task {Name} is quarantined until it is edited: {Error}")]
    private partial void LogQuarantined(string name, string error);

    [LoggerMessage(Diagnostics.EventIds.Beat + 13, LogLevel.Information, "The next occurrences of {Rows} periodic tasks were found anew with time-zone data {Version}")]
    private partial void LogReplanned(long rows, string version);
}
