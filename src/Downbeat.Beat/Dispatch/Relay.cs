using Downbeat.Beat.Hosting;
using Downbeat.Brokers;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Dispatch;

/// <summary>
/// Sends the fires that wait in the outbox, oldest first, each judged again at that moment. While the broker is away they wait; no more than one
/// batch is claimed to find out whether it is back.
/// </summary>
internal sealed partial class Relay : BeatLoop
{
    private readonly IScheduleStore _store;
    private readonly Publisher _publisher;
    private readonly BeatHealth _health;
    private readonly BeatOptions _options;
    private readonly ILogger<Relay> _logger;

    public Relay(
        IScheduleStore store,
        IBroker broker,
        BeatHealth health,
        IOptions<BeatOptions> options,
        TimeProvider time,
        BackOffs backOffs,
        ILogger<Relay> logger)
        : base(time, backOffs.Create(options.Value.MaxRetryDelay))
    {
        _store = store;
        _options = options.Value;
        _publisher = new Publisher(broker, _options.PublishAttempts, time);
        _health = health;
        _logger = logger;
        Wake = new Wake(time);
    }

    /// <summary>Called when something may wait to be sent.</summary>
    public Wake Wake { get; }

    protected override async Task<TimeSpan> StepAsync(CancellationToken stopping)
    {
        // Half of the lease is for publishing: the settlement must come before others may claim the same fires.
        var until = new Deadline(Time.GetTimestamp(), _options.RelayLease / 2);
        FireClaim claim = await _store.Fires.ClaimAsync(_options.RelayBatchSize, _options.RelayLease, stopping).ConfigureAwait(false);
        if (claim.Fires.Count == 0)
        {
            return _options.MaxSleep;
        }

        PublishReport report = await SendAsync(claim, until, stopping).ConfigureAwait(false);
        Tell(claim, report);
        stopping.ThrowIfCancellationRequested();
        return report.Outage is not null ? throw new BrokerAwayException(report.Outage)
            : claim.Fires.Count < _options.RelayBatchSize ? _options.MaxSleep
            : TimeSpan.Zero;
    }

    protected override Task WaitAsync(TimeSpan pause, CancellationToken stopping)
    {
        return pause <= TimeSpan.Zero ? Task.CompletedTask : Wake.SleepAsync(pause, stopping);
    }

    protected override void Failed(Exception exception)
    {
        if (exception is BrokerAwayException { InnerException: { } outage })
        {
            if (_health.SetBroker(outage.Message))
            {
                LogBrokerAway(outage);
            }
        }
        else if (exception is not UnavailableException)
        {
            // That the store is away the ticks tell; anything else is worth a line.
            LogFailed(exception);
        }
    }

    private async Task<PublishReport> SendAsync(FireClaim claim, Deadline until, CancellationToken stopping)
    {
        var settlements = new List<FireSettlement>(claim.Fires.Count);
        var sent = new List<Fire>(claim.Fires.Count);
        foreach (Fire fire in claim.Fires)
        {
            var verdict = RelayVerdict.Of(fire, claim.Now, _options.MissedAfter);
            if (verdict.Outcome == FireOutcome.Published)
            {
                sent.Add(fire);
            }
            else
            {
                settlements.Add(new FireSettlement(fire.Key, verdict.Outcome, verdict.Reason));
            }
        }

        Exception? outage = null;
        if (sent.Count > 0)
        {
            PublishReport published = await _publisher.PublishAsync(sent, until, stopping).ConfigureAwait(false);
            settlements.AddRange(published.Settlements);
            outage = published.Outage;
        }

        // Not cancelled: what was published is settled, even when beat is about to stop.
        await _store.Fires.SettleAsync(claim, settlements, CancellationToken.None).ConfigureAwait(false);
        return new PublishReport(settlements, outage);
    }

    private void Tell(FireClaim claim, PublishReport report)
    {
        foreach (IGrouping<FireOutcome, FireSettlement> outcome in report.Settlements.GroupBy(settlement => settlement.Outcome))
        {
            if (outcome.Key != FireOutcome.Pending)
            {
                BeatMetrics.Settled(outcome.Key, outcome.Count());
            }
        }

        foreach (FireSettlement failed in report.Settlements.Where(settlement => settlement.Outcome == FireOutcome.Failed))
        {
            LogNotTaken(claim.Fires.First(fire => fire.Key == failed.Key).PeriodicTaskName, failed.Reason);
        }

        if (report.Outage is null && report.Settlements.Any(settlement => settlement.Outcome == FireOutcome.Published) && _health.SetBroker(error: null))
        {
            LogBrokerBack();
        }
    }

    [LoggerMessage(Diagnostics.EventIds.Beat + 20, LogLevel.Error, "The broker cannot be used; fires wait in the outbox until it is back")]
    private partial void LogBrokerAway(Exception exception);

    [LoggerMessage(Diagnostics.EventIds.Beat + 21, LogLevel.Information, "The broker is back; what waited is sent, oldest first")]
    private partial void LogBrokerBack();

    [LoggerMessage(Diagnostics.EventIds.Beat + 22, LogLevel.Error, "A fire of the periodic task {Name} failed: {Reason}")]
    private partial void LogNotTaken(string name, string? reason);

    [LoggerMessage(Diagnostics.EventIds.Beat + 23, LogLevel.Error, "Fires could not be sent; they are tried again")]
    private partial void LogFailed(Exception exception);
}
