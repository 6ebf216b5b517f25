namespace Downbeat;

/// <summary>The arguments of a message do not fit the task's parameters. Never retried: the next run would fail alike.</summary>
public sealed class TaskArgumentException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="problem">What does not fit, and what would.</param>
    /// <param name="innerException">The reader's own error, if there is one.</param>
    public TaskArgumentException(string task, string problem, Exception? innerException = null)
        : base($"{task}: {problem}", innerException)
    {
    }
}
