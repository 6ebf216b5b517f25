namespace Downbeat;

/// <summary>A task whose value was asked for failed or was revoked.</summary>
public sealed class TaskFailedException : DownbeatException
{
    /// <summary>Creates the error.</summary>
    /// <param name="result">What the result backend holds of the task.</param>
    public TaskFailedException(TaskResult result)
        : base($"task {result.Name} {result.Id} ended as {result.State}: {result.Exception?.Type}: {result.Exception?.Message}")
    {
        Result = result;
    }

    /// <summary>What the result backend holds of the task.</summary>
    public TaskResult Result { get; }
}
