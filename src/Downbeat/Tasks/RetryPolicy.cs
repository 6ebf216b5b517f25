namespace Downbeat;

/// <summary>When a failed run is tried again. Deciding is pure: the randomness is an argument.</summary>
/// <seealso href="https://aws.amazon.com/builders-library/timeouts-retries-and-backoff-with-jitter/">Why the whole back-off is jittered.</seealso>
public sealed record RetryPolicy
{
    /// <summary>Retries asked for by the task itself (<see cref="RetryException"/>) when <see cref="MaxRetries"/> is not set, as in Celery.</summary>
    public const int DefaultAskedRetries = 3;

    /// <summary>Failures are final; a <see cref="RetryException"/> is honoured three times.</summary>
    public static RetryPolicy Default { get; } = new();

    /// <summary>How often a failed run is retried, 0 or more; null: only when the task itself asks for it.</summary>
    public int? MaxRetries
    {
        get;
        init => field = value is null or >= 0 ? value : throw new InvalidValueException("max_retries", value, "0 or more");
    }

    /// <summary>The back-off before the first retry; doubled with each further one. Default 1 s.</summary>
    public TimeSpan Delay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new InvalidValueException("retry_delay", value, "0 or more");
    } = TimeSpan.FromSeconds(1);

    /// <summary>The longest back-off; default 10 min.</summary>
    public TimeSpan MaxDelay
    {
        get;
        init => field = value >= TimeSpan.Zero ? value : throw new InvalidValueException("retry_max_delay", value, "0 or more");
    } = TimeSpan.FromMinutes(10);

    /// <summary>Whether the back-off is drawn from the whole range between zero and its bound; default true.</summary>
    public bool Jitter { get; init; } = true;

    /// <summary>Exception types that are retried; empty: all.</summary>
    public IReadOnlyList<Type> RetryFor { get; init; } = [];

    /// <summary>Exception types that are never retried; wins over <see cref="RetryFor"/>.</summary>
    public IReadOnlyList<Type> DontRetryFor { get; init; } = [];

    /// <summary>Decides what follows a failure.</summary>
    /// <param name="exception">What the run threw.</param>
    /// <param name="retries">How many retries there were before this run; 0 for the first run.</param>
    /// <param name="random">A number in [0, 1) that places the delay within its range.</param>
    public RetryDecision Decide(Exception exception, int retries, double random)
    {
        if (exception is RetryException asked)
        {
            int limit = asked.MaxRetries ?? MaxRetries ?? DefaultAskedRetries;
            return retries < limit ? RetryDecision.After(asked.Delay ?? Backoff(retries, random)) : RetryDecision.GiveUp;
        }

        return retries < MaxRetries && IsRetried(exception.GetType())
            ? RetryDecision.After(Backoff(retries, random))
            : RetryDecision.GiveUp;
    }

    /// <summary>The back-off before the retry that follows <paramref name="retries"/> earlier ones.</summary>
    /// <param name="retries">How many retries there were before; 0 for the first.</param>
    /// <param name="random">A number in [0, 1).</param>
    public TimeSpan Backoff(int retries, double random)
    {
        double bound = Math.Min(MaxDelay.TotalSeconds, Delay.TotalSeconds * Math.Pow(2, retries));
        return TimeSpan.FromSeconds(Jitter ? bound * random : bound);
    }

    private bool IsRetried(Type type)
    {
        return !DontRetryFor.Any(refused => refused.IsAssignableFrom(type))
            && (RetryFor.Count == 0 || RetryFor.Any(accepted => accepted.IsAssignableFrom(type)));
    }
}
