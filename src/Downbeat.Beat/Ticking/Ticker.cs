using Downbeat.Beat.Hosting;
using Downbeat.Brokers;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Ticking;

/// <summary>
/// Ticks. A tick that fails in the store for a reason of its own, not because the store is away, is repeated row by row and through the outbox:
/// so the row that spoils it is found and quarantined, and the others go on.
/// </summary>
internal sealed class Ticker
{
    private const int MostCondemned = 3;
    private readonly IScheduleStore _store;
    private readonly FireMessages _messages;
    private readonly BeatOptions _options;
    private readonly BeatRules _rules;
    private readonly ITransactionalBroker? _broker;
    private CondemnedRow? _condemned;
    private int _condemnedInARow;
    private bool _isCareful;

    public Ticker(
        IScheduleStore store, IBroker broker, IResultBackend backend, FireMessages messages, IOptions<BeatOptions> options)
    {
        _store = store;
        _messages = messages;
        _options = options.Value;
        _rules = new BeatRules(_options.MissedAfter, backend.Capabilities.IsShared, BeatRules.MostFires);
        bool isOneDatabase = broker.Capabilities.Database is { } database && database == store.Capabilities.Database;
        _broker = isOneDatabase ? broker as ITransactionalBroker : null;
    }

    /// <summary>How many rows the next tick claims at the most.</summary>
    public int Size => _isCareful ? 1 : _options.BatchSize;

    /// <summary>Whether messages are published within the tick's own transaction.</summary>
    public bool PublishesInTick => _broker is not null;

    public async ValueTask<TickReport> TickAsync(CancellationToken cancellationToken)
    {
        var decider = new TickDecider(_messages, _rules, _options.FiresPerTick, _condemned);
        var request = new TickRequest(Size, decider.Decide) { Publish = _broker is null || _isCareful ? null : _broker.PublishAsync };
        try
        {
            TickReport report = await _store.Ticks.TickAsync(request, cancellationToken).ConfigureAwait(false);
            Succeeded(report);
            return report;
        }
        catch (Exception exception) when (exception is not (UnavailableException or OperationCanceledException) && decider.Last is { } row)
        {
            Suspect(row, exception);
            throw;
        }
    }

    private void Succeeded(TickReport report)
    {
        _condemned = null;
        _isCareful &= report.Claimed > 0;
        if (report.Published + report.Pending > 0)
        {
            _condemnedInARow = 0;
        }
    }

    private void Suspect(PeriodicTaskRow row, Exception exception)
    {
        // A store that refuses one row after another is itself the trouble; quarantining everything would only add to it.
        if (_isCareful && _condemnedInARow < MostCondemned)
        {
            _condemned = new CondemnedRow(row.Id, row.Revision, $"it could not be written: {exception.Message}");
            _condemnedInARow++;
        }

        _isCareful = true;
    }
}
