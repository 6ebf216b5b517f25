namespace Downbeat.Load;

/// <summary>Tasks that do as little as a task can.</summary>
public sealed partial class LoadTasks(Progress progress)
{
    /// <summary>Takes note of how long it took from being sent to being run.</summary>
    [BackgroundTask("load.noop")]
    public int Noop(long sentAt)
    {
        progress.Ran(sentAt);
        return 1;
    }
}
