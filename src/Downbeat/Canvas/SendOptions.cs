using Downbeat.Protocol;

namespace Downbeat;

/// <summary>How one call is sent. What is null here is taken from the task's own options, then from the defaults.</summary>
public sealed record SendOptions
{
    /// <summary>Everything as the task and the defaults say.</summary>
    public static SendOptions Default { get; } = new();

    /// <summary>The task's id; a new UUID of version 7 when null.</summary>
    public string? TaskId
    {
        get;
        init => field = value is null ? null : Check.Name("task_id", value);
    }

    /// <summary>
    /// Whether it is sent only if nothing with the same <see cref="TaskId"/> was sent once before: asking again after a lost answer is then harmless.
    /// Brokers remember it for as long as messages are kept.
    /// </summary>
    public bool Once { get; init; }

    /// <summary>Run no sooner than this long after it is sent. Not together with <see cref="Eta"/>.</summary>
    public TimeSpan? Countdown
    {
        get;
        init => field = value is null || value >= TimeSpan.Zero ? value : throw new InvalidValueException("countdown", value, "0 or more");
    }

    /// <summary>Run no sooner than this.</summary>
    public DateTimeOffset? Eta { get; init; }

    /// <summary>Not run at or after this. Not together with <see cref="ExpiresAfter"/>.</summary>
    public DateTimeOffset? Expires { get; init; }

    /// <summary>Not run later than this long after it is sent.</summary>
    public TimeSpan? ExpiresAfter
    {
        get;
        init => field = Check.Positive("expires", value);
    }

    /// <summary>The priority, 0 to 255, higher first.</summary>
    public int? Priority
    {
        get;
        init => field = Check.Priority("priority", value);
    }

    /// <summary>The queue.</summary>
    public string? Queue
    {
        get;
        init => field = Check.QueueName("queue", value);
    }

    /// <summary>The exchange, for brokers that have them.</summary>
    public string? Exchange { get; init; }

    /// <summary>The routing key, for brokers that route; elsewhere the queue's name when no queue is given.</summary>
    public string? RoutingKey { get; init; }

    /// <summary>Headers added to the message.</summary>
    public IReadOnlyDictionary<string, object?> Headers { get; init; } = Canvas.NoKwargs.Instance;

    /// <summary>The run's time limits in seconds.</summary>
    public TimeLimits TimeLimits { get; init; }

    /// <summary>Whether nothing is kept of the run.</summary>
    public bool? IgnoreResult { get; init; }

    /// <summary>A name shown instead of the task's own.</summary>
    public string? Shadow { get; init; }
}
