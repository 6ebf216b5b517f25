namespace Downbeat.Hosting;

/// <summary>Goes on about a task that was just added.</summary>
public interface ITaskBuilder : IDownbeatBuilder
{
    /// <summary>Says how the task is sent, run, retried and kept.</summary>
    /// <param name="configure">Changes the options.</param>
    ITaskBuilder WithOptions(Action<TaskOptions> configure);

    /// <summary>Gives the task a periodic task of its own, seeded into the schedule store when the application starts.</summary>
    /// <param name="schedule">When it fires.</param>
    /// <param name="name">The periodic task's name; the task's own when null.</param>
    /// <param name="configure">Says more of the periodic task.</param>
    ITaskBuilder On(Schedule schedule, string? name = null, Func<PeriodicTask, PeriodicTask>? configure = null);
}
