using System.Collections.ObjectModel;
using System.Text.Json;

namespace Downbeat.Protocol;

/// <summary>
/// What a task message says about itself: the headers of Celery's message protocol 2, typed, and every other header as it came.
/// </summary>
/// <seealso href="https://docs.celeryq.dev/en/stable/internals/protocol.html"/>
public sealed record TaskHeaders
{
    private const string Present = "text that is not empty";

    /// <summary>The language of the sender, <c>lang</c>; <c>csharp</c> unless said otherwise, empty when a sender gave none.</summary>
    public string Lang { get; init; } = "csharp";

    /// <summary>The name of the task to run, <c>task</c>; never empty.</summary>
    public required string Task
    {
        get;
        init => field = value is { Length: > 0 } ? value : throw new InvalidValueException("task", value, Present);
    }

    /// <summary>The id of this task, <c>id</c>; a UUID as a rule, any text that is not empty.</summary>
    public required string Id
    {
        get;
        init => field = value is { Length: > 0 } ? value : throw new InvalidValueException("id", value, Present);
    }

    /// <summary>The name to show instead of <see cref="Task"/>, <c>shadow</c>; none by default.</summary>
    public string? Shadow { get; init; }

    /// <summary>Not before this instant, <c>eta</c>; kept in UTC and whole microseconds; none by default.</summary>
    public DateTimeOffset? Eta { get; init => field = IsoTimestamp.Normalize(value); }

    /// <summary>Not at or after this instant, <c>expires</c>; kept in UTC and whole microseconds; none by default.</summary>
    public DateTimeOffset? Expires { get; init => field = IsoTimestamp.Normalize(value); }

    /// <summary>The id of the group this task belongs to, <c>group</c>; none by default.</summary>
    public string? Group { get; init; }

    /// <summary>This task's place in its group, <c>group_index</c>, from 0; none by default.</summary>
    public int? GroupIndex { get; init; }

    /// <summary>How often this task has been retried, <c>retries</c>; 0 or more, 0 by default.</summary>
    public int Retries
    {
        get;
        init => field = value >= 0 ? value : throw new InvalidValueException("retries", value, "0 or more");
    }

    /// <summary>The message's own time limits, <c>timelimit</c>; none by default.</summary>
    public TimeLimits TimeLimits { get; init; }

    /// <summary>The id of the workflow's first task, <c>root_id</c>; a task on its own carries its own id.</summary>
    public string? RootId { get; init; }

    /// <summary>The id of the task that sent this one, <c>parent_id</c>; none by default.</summary>
    public string? ParentId { get; init; }

    /// <summary>The positional arguments as Python shows them, <c>argsrepr</c>: for display only; see <see cref="PythonRepr"/>.</summary>
    public string ArgsRepr { get; init; } = "";

    /// <summary>The named arguments as Python shows them, <c>kwargsrepr</c>: for display only; see <see cref="PythonRepr"/>.</summary>
    public string KwargsRepr { get; init; } = "";

    /// <summary>Who sent it, <c>origin</c>: <c>gen&lt;process id&gt;@&lt;host&gt;</c>; none by default.</summary>
    public string? Origin { get; init; }

    /// <summary>Whether no result is kept, <c>ignore_result</c>; <see langword="false"/> by default.</summary>
    public bool IgnoreResult { get; init; }

    /// <summary>How often this task has replaced itself, <c>replaced_task_nesting</c>; 0 by default, and then not written.</summary>
    public int ReplacedTaskNesting { get; init; }

    /// <summary>The names of the stamps, <c>stamped_headers</c>; none by default, and then not written.</summary>
    public IReadOnlyList<string>? StampedHeaders { get; init; }

    /// <summary>The stamps by name, <c>stamps</c>, as JSON; none by default, and then not written.</summary>
    public JsonElement? Stamps { get; init; }

    /// <summary>Every other header by its name on the wire, as JSON; empty by default. The names above are refused here.</summary>
    public IReadOnlyDictionary<string, JsonElement> Extra
    {
        get;
        init => field = ExtraFields.Check(value, static name => TaskHeaderNames.IsTyped(name), "headers");
    }
        = ReadOnlyDictionary<string, JsonElement>.Empty;
}
