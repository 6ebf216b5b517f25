namespace Downbeat.Chaos.App;

/// <summary>Tasks that leave a trace of each run.</summary>
public sealed partial class ChaosTasks(Ledger ledger)
{
    /// <summary>Succeeds at once.</summary>
    [BackgroundTask("chaos.quick")]
    public int Quick(int number, TaskContext context)
    {
        Run(context);
        return number;
    }

    /// <summary>Succeeds after a while.</summary>
    [BackgroundTask("chaos.slow")]
    public async Task<int> SlowAsync(int milliseconds, TaskContext context, CancellationToken cancellationToken)
    {
        Run(context);
        await Task.Delay(milliseconds, cancellationToken);
        ledger.Write("done", context.TaskName, context.TaskId, context.Attempt);
        return Environment.ProcessId;
    }

    /// <summary>Fails some times, then succeeds.</summary>
    [BackgroundTask("chaos.flaky", MaxRetries = 5, RetryDelaySeconds = 0.05)]
    public int Flaky(int failures, TaskContext context)
    {
        Run(context);
        return context.Attempt > failures ? context.Attempt : throw new IOException($"attempt {context.Attempt} fails on purpose");
    }

    /// <summary>Fails at each attempt.</summary>
    [BackgroundTask("chaos.doomed", MaxRetries = 2, RetryDelaySeconds = 0.05)]
    public void Doomed(TaskContext context)
    {
        Run(context);
        throw new IOException($"attempt {context.Attempt} fails on purpose");
    }

    /// <summary>What periodic tasks send.</summary>
    [BackgroundTask("chaos.tick")]
    public string? Tick(TaskContext context)
    {
        Run(context);
        return context.PeriodicTaskName;
    }

    private void Run(TaskContext context) => ledger.Write("run", context.TaskName, context.TaskId, context.Attempt);
}
