namespace Downbeat.Tasks;

/// <summary>Takes the progress a run reports; the worker's implementation writes the newest one to the result backend.</summary>
public interface IProgressSink
{
    /// <summary>Takes a report. Returns at once: reports that come faster than they can be stored replace each other.</summary>
    /// <param name="taskId">The task's id.</param>
    /// <param name="progress">How far it has come.</param>
    void Report(string taskId, TaskProgress progress);
}
