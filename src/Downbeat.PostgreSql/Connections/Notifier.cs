using System.Globalization;

namespace Downbeat.PostgreSql.Connections;

/// <summary>
/// Tells other processes what has changed. A commit that notifies has to wait for all others that do, so a topic is told by its own transactions
/// only a few times in some milliseconds; those that follow are told together, a little later.
/// </summary>
internal sealed class Notifier : IDisposable
{
    public const char Separator = ' ';

    // One who sends, waits for the result and sends again is never late; a thousand senders make no more noise than he does.
    private const int MostAtOnce = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(1);
    private static readonly Topics[] Each = [Topics.Messages, Topics.Results, Topics.Schedule, Topics.Revocations];

    private readonly Lock _lock = new();
    private readonly (long Since, int Told)[] _windows = new (long Since, int Told)[Each.Length];
    private readonly string _channel;
    private readonly Func<string, ValueTask> _send;
    private readonly TimeProvider _time;
    private readonly Timer _timer;
    private Topics _late;
    private bool _isPlanned;

    /// <param name="channel">The channel, quoted.</param>
    /// <param name="send">Runs a statement on a connection of its own.</param>
    /// <param name="time">Measures; never the manual clock of a test.</param>
    public Notifier(string channel, Func<string, ValueTask> send, TimeProvider time)
    {
        _channel = channel;
        _send = send;
        _time = time;
        _timer = new Timer(static state => _ = ((Notifier)state!).TellLateAsync(), this, Timeout.Infinite, Timeout.Infinite);
    }

    /// <summary>Tells this process from the others, whose notifications alone are news to it.</summary>
    public string Name { get; } = Guid.NewGuid().ToString("N");

    /// <summary>The topics that a transaction about to commit shall tell by itself.</summary>
    public Topics Take(Topics touched)
    {
        if (touched == Topics.None)
        {
            return Topics.None;
        }

        Topics taken = Topics.None;
        long now = _time.GetTimestamp();
        lock (_lock)
        {
            for (int i = 0; i < Each.Length; i++)
            {
                if (!touched.HasFlag(Each[i]))
                {
                    continue;
                }

                if (_windows[i].Told == 0 || _time.GetElapsedTime(_windows[i].Since, now) >= Window)
                {
                    _windows[i] = (now, 0);
                }

                if (_windows[i].Told < MostAtOnce)
                {
                    _windows[i].Told++;
                    taken |= Each[i];
                }
            }
        }

        return taken;
    }

    /// <summary>The statement that tells topics; null for none.</summary>
    public string? Statement(Topics topics)
    {
        return topics == Topics.None ? null : string.Create(CultureInfo.InvariantCulture, $"NOTIFY {_channel}, '{Name}{Separator}{(int)topics}'");
    }

    /// <summary>Tells, before long, what a transaction that has committed did not tell itself.</summary>
    public void TellLater(Topics topics) => Plan(topics, Window);

    public void Dispose() => _timer.Dispose();

    private void Plan(Topics topics, TimeSpan pause)
    {
        if (topics == Topics.None)
        {
            return;
        }

        lock (_lock)
        {
            _late |= topics;
            if (!_isPlanned)
            {
                _isPlanned = true;
                try
                {
                    _timer.Change(pause, Timeout.InfiniteTimeSpan);
                }
                catch (ObjectDisposedException)
                {
                    // The process is about to end; whoever waits looks now and then all the same.
                }
            }
        }
    }

    private async Task TellLateAsync()
    {
        Topics topics;
        lock (_lock)
        {
            topics = _late;
            _late = Topics.None;
            _isPlanned = false;
        }

        if (Statement(topics) is not { } statement)
        {
            return;
        }

        try
        {
            Take(topics);
            await _send(statement).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is DownbeatException)
        {
            Plan(topics, PauseAfterFailure);
        }
        catch (ObjectDisposedException)
        {
            // Nobody is left to tell.
        }
    }
}
