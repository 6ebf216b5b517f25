namespace Quickstart;

/// <summary>A task that fails at first and is retried.</summary>
public sealed partial class FlakyTasks
{
    /// <summary>Fails twice, then succeeds.</summary>
    [BackgroundTask("quickstart.flaky", MaxRetries = 5, RetryDelaySeconds = 0.5)]
    [Periodic(EverySeconds = 20, Name = "flaky")]
    public static string Try(TaskContext context)
    {
        return context.Attempt > 2
            ? $"succeeded at attempt {context.Attempt}"
            : throw new IOException($"attempt {context.Attempt} fails on purpose");
    }
}
