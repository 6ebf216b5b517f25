using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Hosting;

/// <summary>How this process's beat is doing, for readiness checks, the admin site and whoever asks.</summary>
public sealed class BeatHealth
{
    private readonly Lock _lock = new();
    private readonly TimeProvider _time;
    private readonly IOptions<BeatOptions> _options;
    private readonly WorstOfAMinute _worst;
    private BeatStatus _status;
    private long _progressAt;

    /// <summary>Creates it; beat tells it how it is doing.</summary>
    /// <param name="options">When beat counts as stuck.</param>
    /// <param name="time">The clock.</param>
    public BeatHealth(IOptions<BeatOptions> options, TimeProvider time)
    {
        _time = time;
        _options = options;
        _worst = new WorstOfAMinute(time);
        _status = new BeatStatus
        {
            Name = options.Value.Name ?? string.Create(null, $"beat@{Environment.MachineName}.{Environment.ProcessId}"),
        };
    }

    /// <summary>How it is doing now.</summary>
    public BeatStatus Current
    {
        get
        {
            lock (_lock)
            {
                return _status with { WorstLateness = _worst.Value };
            }
        }
    }

    /// <summary>Whether it does its job: it looks at the store often enough, and the store answers. Ready, too, when it is not active here.</summary>
    public Readiness Check()
    {
        BeatStatus status = Current;
        if (status.StartedAt is null)
        {
            return Readiness.Ready("not active in this process");
        }

        TimeSpan since = _time.GetElapsedTime(Interlocked.Read(ref _progressAt));
        if (since > _options.Value.UnreadyAfter)
        {
            string reason = status.Store.Error is { } error ? $": the store is away, {error}" : "";
            return Readiness.NotReady($"no tick for {since.TotalSeconds:F0} s{reason}");
        }

        return Readiness.Ready(Describe(status));
    }

    internal void Start()
    {
        Interlocked.Exchange(ref _progressAt, _time.GetTimestamp());
        Change(status => status with { StartedAt = _time.GetUtcNow() });
    }

    internal void Ticked(TickReport report)
    {
        Interlocked.Exchange(ref _progressAt, _time.GetTimestamp());
        lock (_lock)
        {
            foreach (TimeSpan lateness in report.Lateness)
            {
                _worst.Add(lateness);
            }

            _status = _status with
            {
                TickedAt = _time.GetUtcNow(),
                Ticks = _status.Ticks + 1,
                Fires = _status.Fires + report.Published + report.Pending,
                Skipped = _status.Skipped + report.Skipped,
                Quarantined = _status.Quarantined + report.Quarantined.Count,
            };
        }
    }

    internal void Saw(OutboxState outbox) => Change(status => status with { Outbox = outbox });

    internal bool SetStore(string? error) => Set(status => status.Store, (status, part) => status with { Store = part }, error);

    internal bool SetBroker(string? error) => Set(status => status.Broker, (status, part) => status with { Broker = part }, error);

    internal bool SetResults(string? error) => Set(status => status.Results, (status, part) => status with { Results = part }, error);

    /// <returns>Whether it has become available, or has ceased to be.</returns>
    private bool Set(Func<BeatStatus, BeatPart> get, Func<BeatStatus, BeatPart, BeatStatus> with, string? error)
    {
        lock (_lock)
        {
            BeatPart before = get(_status);
            bool isAvailable = error is null;
            if (before.IsAvailable == isAvailable && before.Since is not null)
            {
                _status = before.Error == error ? _status : with(_status, before with { Error = error });
                return false;
            }

            _status = with(_status, new BeatPart(isAvailable, _time.GetUtcNow(), error));
            return before.IsAvailable != isAvailable;
        }
    }

    private void Change(Func<BeatStatus, BeatStatus> change)
    {
        lock (_lock)
        {
            _status = change(_status);
        }
    }

    private static string Describe(BeatStatus status)
    {
        string outbox = status.Outbox is { Pending: > 0 } waiting ? $", {waiting.Pending} fires wait to be sent" : "";
        string broker = status.Broker.Error is { } error ? $"; the broker is away: {error}" : "";
        return $"{status.Fires} fires in {status.Ticks} ticks{outbox}{broker}";
    }
}
