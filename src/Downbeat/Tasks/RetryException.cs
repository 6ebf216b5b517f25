namespace Downbeat;

/// <summary>Thrown by a task to be run again later, whatever its retry policy says about exceptions.</summary>
public sealed class RetryException : DownbeatException
{
    /// <summary>Asks for another run.</summary>
    /// <param name="reason">Why; shown with the result while it waits.</param>
    /// <param name="delay">After how long; by the task's back-off when null.</param>
    /// <param name="maxRetries">At most so many retries in all; as the task's options say, else 3, when null.</param>
    /// <param name="innerException">What made the run fail, if anything did.</param>
    public RetryException(string reason, TimeSpan? delay = null, int? maxRetries = null, Exception? innerException = null)
        : base(reason, innerException)
    {
        Delay = delay is null || delay >= TimeSpan.Zero ? delay : throw new InvalidValueException(nameof(delay), delay, "0 or more");
        MaxRetries = maxRetries;
    }

    /// <summary>After how long the task runs again; by its back-off when null.</summary>
    public TimeSpan? Delay { get; }

    /// <summary>At most so many retries in all.</summary>
    public int? MaxRetries { get; }

    /// <inheritdoc />
    public override bool IsTransient => true;
}
