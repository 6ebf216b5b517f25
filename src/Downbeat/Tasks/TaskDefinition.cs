namespace Downbeat.Tasks;

/// <summary>A task an application can run.</summary>
/// <param name="Name">Its name on the wire.</param>
/// <param name="Invoke">Calls it.</param>
public sealed record TaskDefinition(string Name, TaskInvoker Invoke)
{
    /// <summary>Its name on the wire.</summary>
    public string Name { get; } = Check.Name("task", Name);

    /// <summary>How it is sent, run, retried and kept.</summary>
    public TaskOptions Options { get; init; } = new();

    /// <summary>The parameters that come from the message, in their order.</summary>
    public IReadOnlyList<TaskParameter> Parameters { get; init; } = [];

    /// <summary>The return type in C#'s words; null for none.</summary>
    public string? ReturnType { get; init; }

    /// <summary>Where it is declared, for messages: <c>ReportTasks.BuildAsync</c>.</summary>
    public string? DeclaredBy { get; init; }

    /// <summary>The periodic tasks its declaration brings along.</summary>
    public IReadOnlyList<PeriodicDeclaration> Periodics { get; init; } = [];

    /// <summary>Whether it belongs to Downbeat itself, like the cleanup of the result backend.</summary>
    public bool IsBuiltIn { get; init; }
}
