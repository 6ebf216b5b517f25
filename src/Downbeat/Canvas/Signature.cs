using Downbeat.Canvas;

namespace Downbeat;

/// <summary>A call of a task that can be sent now, later, or many times: its name, its arguments and how it is sent.</summary>
public record Signature
{
    private protected Signature(string task, IReadOnlyList<object?> args, IReadOnlyDictionary<string, object?> kwargs)
    {
        Task = Check.Name("task", task);
        Args = args;
        Kwargs = kwargs;
    }

    /// <summary>The task's name.</summary>
    public string Task { get; }

    /// <summary>The arguments by position.</summary>
    public IReadOnlyList<object?> Args { get; init; }

    /// <summary>The arguments by name.</summary>
    public IReadOnlyDictionary<string, object?> Kwargs { get; init; }

    /// <summary>How it is sent.</summary>
    public SendOptions Options { get; init; } = SendOptions.Default;

    /// <summary>Describes a call of any task, in any language.</summary>
    /// <param name="task">The task's name.</param>
    /// <param name="args">The arguments by position.</param>
    /// <param name="kwargs">The arguments by name.</param>
    public static Signature Create(
        string task, IReadOnlyList<object?>? args = null, IReadOnlyDictionary<string, object?>? kwargs = null)
    {
        return new Signature(task, args ?? [], kwargs ?? NoKwargs.Instance);
    }

    /// <summary>Describes a call of any task whose result is read as <typeparamref name="TResult"/>.</summary>
    /// <typeparam name="TResult">The result's type.</typeparam>
    /// <param name="task">The task's name.</param>
    /// <param name="args">The arguments by position.</param>
    /// <param name="kwargs">The arguments by name.</param>
    public static Signature<TResult> Create<TResult>(
        string task, IReadOnlyList<object?>? args = null, IReadOnlyDictionary<string, object?>? kwargs = null)
    {
        return new Signature<TResult>(task, args ?? [], kwargs ?? NoKwargs.Instance);
    }
}
