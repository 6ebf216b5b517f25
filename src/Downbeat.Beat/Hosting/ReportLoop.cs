using System.Reflection;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Hosting;

/// <summary>Tells the store that this beat lives and how it is doing, and looks at the outbox for those who watch.</summary>
internal sealed partial class ReportLoop(
    IScheduleStore store, BeatHealth health, IOptions<BeatOptions> options, TimeProvider time, BackOffs backOffs, ILogger<ReportLoop> logger)
    : BeatLoop(time, backOffs.Create(options.Value.ReportInterval))
{
    private static readonly string Version =
        typeof(ReportLoop).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0";

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        OutboxState outbox = await store.Fires.GetOutboxAsync(stopping).ConfigureAwait(false);
        health.Saw(outbox);
        BeatMetrics.Saw(outbox);
        await store.Nodes.ReportAsync(Report(health.Current), stopping).ConfigureAwait(false);
        return options.Value.ReportInterval;
    }

    protected override void Failed(Exception exception)
    {
        if (exception is not UnavailableException)
        {
            LogFailed(exception);
        }
    }

    private NodeReport Report(BeatStatus status)
    {
        return new NodeReport(status.Name)
        {
            Host = Environment.MachineName,
            ProcessId = Environment.ProcessId,
            Version = Version,
            StartedAt = status.StartedAt ?? Time.GetUtcNow(),
            SeenAt = Time.GetUtcNow(),
            TickedAt = status.TickedAt,
            Ticks = status.Ticks,
            Fires = status.Fires,
            WorstLateness = status.WorstLateness,
        };
    }

    [LoggerMessage(Diagnostics.EventIds.Beat + 41, LogLevel.Error, "The report of this beat could not be written; it is tried again")]
    private partial void LogFailed(Exception exception);
}
