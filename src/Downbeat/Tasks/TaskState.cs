namespace Downbeat;

/// <summary>Where a task stands, in Celery's words. Tasks may use words of their own for unfinished states.</summary>
/// <param name="Name">The word on the wire: <c>SUCCESS</c>.</param>
/// <seealso href="https://docs.celeryq.dev/en/stable/reference/celery.states.html">Celery's states.</seealso>
public readonly record struct TaskState(string Name)
{
    /// <summary>Nothing is known: not sent, not started, or forgotten.</summary>
    public static readonly TaskState Pending = new("PENDING");

    /// <summary>A worker holds it.</summary>
    public static readonly TaskState Received = new("RECEIVED");

    /// <summary>It runs.</summary>
    public static readonly TaskState Started = new("STARTED");

    /// <summary>It failed and waits for its next run.</summary>
    public static readonly TaskState Retry = new("RETRY");

    /// <summary>It returned.</summary>
    public static readonly TaskState Success = new("SUCCESS");

    /// <summary>It failed for good.</summary>
    public static readonly TaskState Failure = new("FAILURE");

    /// <summary>It was revoked, or expired before it started.</summary>
    public static readonly TaskState Revoked = new("REVOKED");

    /// <summary>The known states, in the order a task goes through them.</summary>
    public static IReadOnlyList<TaskState> All { get; } = [Pending, Received, Started, Retry, Success, Failure, Revoked];

    /// <summary>Whether it is final. A final state is never replaced.</summary>
    public bool IsFinished => Name is "SUCCESS" or "FAILURE" or "REVOKED";

    /// <summary>Reads a state's word; upper case is not demanded.</summary>
    /// <param name="text">The word.</param>
    /// <exception cref="InvalidValueException">It is no known state.</exception>
    public static TaskState Parse(string text)
    {
        foreach (TaskState state in All)
        {
            if (string.Equals(state.Name, text, StringComparison.OrdinalIgnoreCase))
            {
                return state;
            }
        }

        throw new InvalidValueException("state", text, string.Join(", ", All));
    }

    /// <inheritdoc />
    public override string ToString() => Name ?? "PENDING";
}
