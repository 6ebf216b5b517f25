namespace Downbeat;

/// <summary>Declares a method as a background task under a name that outlives refactoring.</summary>
/// <remarks>
/// The method is static, or belongs to a class whose constructor takes services. Parameters are JSON, except services,
/// <see cref="TaskContext"/> and <see cref="CancellationToken"/>, which are recognised by their type.
/// </remarks>
[AttributeUsage(AttributeTargets.Method, Inherited = false)]
public sealed class BackgroundTaskAttribute : Attribute
{
    /// <summary>Declares the task.</summary>
    /// <param name="name">The name on the wire, 1 to 200 characters: <c>reports.build</c>. Never derived from a CLR name.</param>
    public BackgroundTaskAttribute(string name)
    {
        Name = name;
    }

    /// <summary>The name on the wire.</summary>
    public string Name { get; }

    /// <summary>The queue it is sent to; the default queue when null.</summary>
    public string? Queue { get; set; }

    /// <summary>The priority it is sent with, 0 to 255, higher first; −1 (the default) leaves it to the sender.</summary>
    public int Priority { get; set; } = -1;

    /// <summary>
    /// How often a failed run is retried. −1 (the default): failures are not retried by themselves, and a
    /// <see cref="RetryException"/> is honoured up to 3 times.
    /// </summary>
    public int MaxRetries { get; set; } = -1;

    /// <summary>The base of the exponential back-off in seconds; default 1.</summary>
    public double RetryDelaySeconds { get; set; } = 1;

    /// <summary>The longest back-off in seconds; default 600.</summary>
    public double RetryMaxDelaySeconds { get; set; } = 600;

    /// <summary>Whether the back-off is drawn from the whole range below its bound (full jitter); default true.</summary>
    public bool RetryJitter { get; set; } = true;

    /// <summary>Exception types that are retried; empty (the default): all.</summary>
    public Type[] RetryFor { get; set; } = [];

    /// <summary>Exception types that are never retried; wins over <see cref="RetryFor"/>.</summary>
    public Type[] DontRetryFor { get; set; } = [];

    /// <summary>After this many seconds the run's token is cancelled; 0 (the default): never.</summary>
    public double SoftTimeLimitSeconds { get; set; }

    /// <summary>After this many seconds the run is failed as <c>TimeLimitExceeded</c> and its slot freed; 0 (the default): never.</summary>
    public double TimeLimitSeconds { get; set; }

    /// <summary>At most this many runs a time on one worker: <c>10/s</c>, <c>100/m</c>, <c>5/h</c>; unlimited when null.</summary>
    public string? RateLimit { get; set; }

    /// <summary>Whether nothing is kept of a run; default false.</summary>
    public bool IgnoreResult { get; set; }

    /// <summary>
    /// Whether the message is acknowledged before it runs, so that a worker that dies loses it rather than running it twice; default false.
    /// </summary>
    public bool AcknowledgeEarly { get; set; }

    /// <summary>A message not started this many seconds after it was sent is not run; 0 (the default): never.</summary>
    public double ExpiresSeconds { get; set; }

    /// <summary>How many seconds the result is kept; 0 (the default): as the retention policy says.</summary>
    public double ResultKeepSeconds { get; set; }
}
