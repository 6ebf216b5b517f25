using System.Globalization;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>
/// Hears what other processes have changed, on one connection for all of this process. Where notifications do not arrive, as behind a pooler that
/// gives each transaction another connection, those who wait are asked to look once a second instead.
/// </summary>
internal sealed partial class Listener : IAsyncDisposable
{
    private const string Probe = "probe";
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PollsBeforeNextTry = TimeSpan.FromMinutes(1);

    private readonly CancellationTokenSource _stopping = new();
    private readonly PostgreSqlDatabase _database;
    private readonly PostgreSqlSettings _settings;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Task _loop;
    private volatile bool _hasHeardProbe;
    private bool _isAway;
    private bool _isPolling;

    /// <param name="database">The database.</param>
    /// <param name="settings">How often to look.</param>
    /// <param name="time">Measures; never the manual clock of a test.</param>
    /// <param name="logger">Told when it can no longer hear.</param>
    public Listener(PostgreSqlDatabase database, PostgreSqlSettings settings, TimeProvider time, ILogger logger)
    {
        _database = database;
        _settings = settings;
        _time = time;
        _logger = logger;
        _loop = Task.Run(RunAsync);
    }

    public async ValueTask DisposeAsync()
    {
        CancellationShield.Cancel(_stopping);
        await _loop.ConfigureAwait(false);
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        TimeSpan pause = FirstPause;
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                if (_database.Listens)
                {
                    await ListenAsync(() => pause = FirstPause).ConfigureAwait(false);
                    SayPolls();
                }

                await PollAsync().ConfigureAwait(false);
            }
            catch (Exception) when (_stopping.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                if (!_isAway)
                {
                    _isAway = true;
                    LogAway(_database.Identity, exception.Message);
                }

                // Whoever waits looks for itself and meets the error where it can be reported.
                _database.Raise(Topics.All, isNews: false);
                await Task.Delay(pause, _time, _stopping.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }

    // Ends when notifications turn out not to arrive.
    private async Task ListenAsync(Action heard)
    {
        NpgsqlConnection connection = await _database.OpenToListenAsync(_stopping.Token).ConfigureAwait(false);
        await using (connection.ConfigureAwait(false))
        {
            _hasHeardProbe = false;
            connection.Notification += (_, message) => Hear(message.Payload);
            await Execution.RunAsync(connection, [new NpgsqlBatchCommand($"LISTEN {_database.Channel}")]).ConfigureAwait(false);

            // Whatever was told while nobody listened.
            _database.Raise(Topics.All);
            await _database.SendAsync($"NOTIFY {_database.Channel}, '{_database.ProcessName}{Notifier.Separator}{Probe}'").ConfigureAwait(false);
            long started = _time.GetTimestamp();
            while (true)
            {
                bool hasHeard = await connection.WaitAsync(
                    _hasHeardProbe ? _settings.CalmInterval : _settings.ProbePatience, _stopping.Token).ConfigureAwait(false);
                if (_hasHeardProbe)
                {
                    heard();
                    SayWorks();
                }
                else if (_time.GetElapsedTime(started) >= _settings.ProbePatience)
                {
                    return;
                }

                if (!hasHeard)
                {
                    _database.Raise(Topics.All, isNews: false);
                }
            }
        }
    }

    private async Task PollAsync()
    {
        long started = _time.GetTimestamp();
        while (_time.GetElapsedTime(started) < PollsBeforeNextTry)
        {
            _database.Raise(Topics.All, isNews: false);
            await Task.Delay(_settings.PollInterval, _time, _stopping.Token).ConfigureAwait(false);
        }
    }

    private void SayPolls()
    {
        if (!_isPolling)
        {
            _isPolling = true;
            LogPolls(_database.Identity, _settings.PollInterval);
        }
    }

    private void SayWorks()
    {
        if (_isAway || _isPolling)
        {
            _isAway = _isPolling = false;
            LogWorks(_database.Identity);
        }
    }

    private void Hear(string payload)
    {
        int space = payload.IndexOf(Notifier.Separator, StringComparison.Ordinal);
        bool isOwn = space >= 0 && payload.AsSpan(0, space).SequenceEqual(_database.ProcessName);
        ReadOnlySpan<char> what = payload.AsSpan(space + 1);
        if (isOwn)
        {
            _hasHeardProbe |= what.SequenceEqual(Probe);
        }
        else if (!what.SequenceEqual(Probe))
        {
            // Whatever else is told on this channel may mean anything.
            _database.Raise(int.TryParse(what, CultureInfo.InvariantCulture, out int topics) ? (Topics)topics : Topics.All);
        }
    }

    [LoggerMessage(Diagnostics.EventIds.PostgreSql, LogLevel.Warning, "No longer hears what others change in {Database}: {Reason}; tries again until it does")]
    private partial void LogAway(string database, string reason);

    [LoggerMessage(Diagnostics.EventIds.PostgreSql + 1, LogLevel.Information, "Hears what others change in {Database} again")]
    private partial void LogWorks(string database);

    [LoggerMessage(
        Diagnostics.EventIds.PostgreSql + 2,
        LogLevel.Warning,
        "Notifications of {Database} do not arrive, most likely because of a pooler in transaction mode: looks every {Interval} instead")]
    private partial void LogPolls(string database, TimeSpan interval);
}
