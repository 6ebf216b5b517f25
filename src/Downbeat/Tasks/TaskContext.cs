using System.Text.Json;
using Downbeat.Protocol;
using Downbeat.Tasks;

namespace Downbeat;

/// <summary>What a running task can know about its own run. Take it as a parameter of the task's method.</summary>
public sealed class TaskContext
{
    private static readonly AsyncLocal<TaskContext?> Ambient = new();
    private readonly IProgressSink? _progress;

    /// <summary>Describes a run.</summary>
    /// <param name="headers">The message's headers.</param>
    /// <param name="queue">The queue the message came from.</param>
    /// <param name="progress">Where progress goes; nowhere when null.</param>
    public TaskContext(TaskHeaders headers, string queue, IProgressSink? progress = null)
    {
        MessageHeaders = headers;
        Queue = queue;
        _progress = progress;
    }

    /// <summary>The run this code is part of, or null outside of any. Tasks sent from here become its children.</summary>
    public static TaskContext? Current => Ambient.Value;

    /// <summary>The task's id.</summary>
    public string TaskId => MessageHeaders.Id;

    /// <summary>The task's name.</summary>
    public string TaskName => MessageHeaders.Task;

    /// <summary>Which attempt this is: 1 for the first run, 2 for the first retry.</summary>
    public int Attempt => MessageHeaders.Retries + 1;

    /// <summary>The queue the message came from.</summary>
    public string Queue { get; }

    /// <summary>The headers the sender added to the message.</summary>
    public IReadOnlyDictionary<string, JsonElement> Headers => MessageHeaders.Extra;

    /// <summary>The periodic task that fired this run; null when none did.</summary>
    public string? PeriodicTaskName => Text(HeaderNames.PeriodicTaskName);

    /// <summary>The occurrence this run is for, in UTC; null when no schedule fired it.</summary>
    public DateTimeOffset? NominalTime => DateTimeOffset.TryParse(
        Text(HeaderNames.NominalTime), System.Globalization.CultureInfo.InvariantCulture, out DateTimeOffset at) ? at : null;

    /// <summary>The id of the task that sent this one; null when none did.</summary>
    public string? ParentId => MessageHeaders.ParentId;

    /// <summary>The id of the first task of the workflow; the task's own id when it stands alone.</summary>
    public string RootId => MessageHeaders.RootId ?? MessageHeaders.Id;

    internal TaskHeaders MessageHeaders { get; }

    /// <summary>Makes this run the current one for the code that follows, until the scope is disposed. Workers call it, and tests of tasks.</summary>
    /// <returns>What makes the run before it the current one again.</returns>
    public TaskContextScope Enter()
    {
        TaskContext? outer = Ambient.Value;
        Ambient.Value = this;
        return new TaskContextScope(outer);
    }

    /// <summary>Tells how far the run has come. Cheap: only the newest report is stored.</summary>
    /// <param name="progress">How far it has come.</param>
    public void ReportProgress(TaskProgress progress)
    {
        _progress?.Report(TaskId, progress);
    }

    /// <summary>Tells how far the run has come. Cheap: only the newest report is stored.</summary>
    /// <param name="done">How much is done, in any unit; 0 or more.</param>
    /// <param name="total">How much there is in all; null when it is not known.</param>
    /// <param name="message">What it is doing now; null for nothing to say.</param>
    public void ReportProgress(double done, double? total = null, string? message = null)
    {
        ReportProgress(new TaskProgress(done, total, message));
    }

    internal static void Restore(TaskContext? outer) => Ambient.Value = outer;

    private string? Text(string header)
    {
        return Headers.TryGetValue(header, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
    }
}
