namespace Downbeat;

/// <summary>How a task is sent, run, retried and kept. Every value has the default of the attribute of the same name.</summary>
public sealed class TaskOptions
{
    /// <summary>The queue it is sent to; the default queue when null.</summary>
    public string? Queue { get; set; }

    /// <summary>The priority it is sent with, 0 to 255, higher first; 0 when null.</summary>
    public int? Priority { get; set; }

    /// <summary>When failed runs are retried.</summary>
    public RetryPolicy Retry { get; set; } = RetryPolicy.Default;

    /// <summary>After this time the run's token is cancelled; never when null.</summary>
    public TimeSpan? SoftTimeLimit { get; set; }

    /// <summary>After this time the run is failed as <c>TimeLimitExceeded</c> and its slot freed; never when null.</summary>
    public TimeSpan? TimeLimit { get; set; }

    /// <summary>At most this many runs a time on one worker; unlimited when null.</summary>
    public RateLimit? RateLimit { get; set; }

    /// <summary>Whether nothing is kept of a run.</summary>
    public bool IgnoreResult { get; set; }

    /// <summary>Whether the message is acknowledged after its run (the default) or before it.</summary>
    public Acknowledgement Acknowledgement { get; set; } = Acknowledgement.Late;

    /// <summary>A message not started this long after it was sent is not run; never when null.</summary>
    public TimeSpan? Expires { get; set; }

    /// <summary>How long the result is kept; as the retention policy says when null.</summary>
    public TimeSpan? ResultKeep { get; set; }

    /// <summary>Refuses values that cannot be meant.</summary>
    /// <exception cref="InvalidValueException">A value is out of its range.</exception>
    public void Validate()
    {
        Check.QueueName("queue", Queue);
        Check.Priority("priority", Priority);
        Check.Positive("soft_time_limit", SoftTimeLimit);
        Check.Positive("time_limit", TimeLimit);
        Check.Positive("expires", Expires);
        Check.Positive("result_keep", ResultKeep);
        if (SoftTimeLimit >= TimeLimit)
        {
            throw new InvalidValueException("soft_time_limit", SoftTimeLimit, $"less than the time limit, {TimeLimit}");
        }
    }

    internal TaskOptions Copy()
    {
        return (TaskOptions)MemberwiseClone();
    }
}
