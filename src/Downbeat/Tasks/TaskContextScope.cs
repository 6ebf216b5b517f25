namespace Downbeat;

/// <summary>The time in which a run is the current one; disposing it ends that time.</summary>
public readonly record struct TaskContextScope : IDisposable
{
    private readonly TaskContext? _outer;

    internal TaskContextScope(TaskContext? outer)
    {
        _outer = outer;
    }

    /// <summary>Makes the run that was the current one before it the current one again.</summary>
    public void Dispose() => TaskContext.Restore(_outer);
}
