namespace Downbeat.Tasks;

/// <summary>A class with tasks in it. The source generator implements it on every partial class that declares one.</summary>
public interface IBackgroundTasks
{
    /// <summary>The tasks the class declares.</summary>
    static abstract IReadOnlyList<TaskDefinition> Definitions { get; }
}
