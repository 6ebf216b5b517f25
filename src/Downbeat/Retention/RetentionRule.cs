using System.Globalization;
using System.IO.Enumeration;

namespace Downbeat.Retention;

/// <summary>A retention rule for some results.</summary>
public sealed record RetentionRule
{
    /// <summary>The tasks it is for: a name with <c>*</c> and <c>?</c>; null: all.</summary>
    public string? Task
    {
        get;
        init => field = value is null ? null : Check.Name("task", value);
    }

    /// <summary>The finished state it is for; null: all.</summary>
    public TaskState? State
    {
        get;
        init => field = value is null or { IsFinished: true } ? value : throw new InvalidValueException("state", value, "SUCCESS, FAILURE, REVOKED");
    }

    /// <summary>How long these results are kept; null when the rule does not say.</summary>
    public TimeSpan? Keep
    {
        get;
        init => field = Check.Positive("keep", value);
    }

    /// <summary>How many results each of these tasks keeps at the most, the newest; null when the rule does not say. It counts all states together.</summary>
    public long? MaxPerTask
    {
        get;
        init => field = value is null or > 0 ? value : throw new InvalidValueException("max_per_task", value, "1 or more");
    }

    /// <summary>
    /// Orders rules that match alike: a task's own name before a pattern, a longer pattern before a shorter, a task before a state, both before either.
    /// </summary>
    public int Specificity => (Task is null ? 0 : IsPattern ? 2 + (2 * Literals) : 2_000) + (State is null ? 0 : 1);

    /// <inheritdoc />
    public override string ToString()
    {
        string which = string.Join(' ', new[] { State?.Name, Task is null ? null : $"of {Task}" }.Where(word => word is not null).DefaultIfEmpty("all"));
        string keep = Keep is { } time ? $" for {time}" : "";
        string cap = MaxPerTask is { } max ? string.Create(CultureInfo.InvariantCulture, $" at most {max} a task") : "";
        return $"{which}{keep}{cap}";
    }

    private bool IsPattern => Task!.AsSpan().ContainsAny('*', '?');

    private int Literals => Task!.Length - Task.AsSpan().Count('*') - Task.AsSpan().Count('?');

    /// <summary>Whether the rule is for such results.</summary>
    /// <param name="name">The task's name.</param>
    /// <param name="state">The state; null leaves states out of account.</param>
    public bool Matches(string? name, TaskState? state)
    {
        return (State is null || state is null || State == state)
            && (Task is null || (name is not null && FileSystemName.MatchesSimpleExpression(Task, name, ignoreCase: false)));
    }
}
