using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

internal static class NameRules
{
    public static IEnumerable<Problem> Problems(string? name, Location location)
    {
        if (!IsAllowed(name))
        {
            yield return new(Rules.TaskName, location, name is null ? "null" : Literals.Quote(name.Length > 60 ? name[..60] + "…" : name));
        }
    }

    /// <summary>Whether the kernel takes a name; it is asked itself.</summary>
    public static bool IsAllowed(string? name)
    {
        try
        {
            Check.Name("task", name);
            return true;
        }
        catch (InvalidValueException)
        {
            return false;
        }
    }
}
