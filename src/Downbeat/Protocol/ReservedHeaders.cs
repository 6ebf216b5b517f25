using System.Collections.Frozen;

namespace Downbeat.Protocol;

/// <summary>The header names that belong to the message protocol; an added header with such a name would replace what it means.</summary>
public static class ReservedHeaders
{
    private static readonly FrozenSet<string> Names = FrozenSet.ToFrozenSet(
        [
            "lang", "task", "id", "shadow", "eta", "expires", "group", "group_index", "retries", "timelimit", "root_id", "parent_id",
            "argsrepr", "kwargsrepr", "origin", "ignore_result", "replaced_task_nesting", "stamped_headers", "stamps", "compression",
            HeaderNames.PeriodicTaskName, HeaderNames.NominalTime, HeaderNames.Fire,
        ],
        StringComparer.Ordinal);

    /// <summary>Whether a name is taken.</summary>
    /// <param name="name">The header's name.</param>
    public static bool Contains(string name) => Names.Contains(name);
}
