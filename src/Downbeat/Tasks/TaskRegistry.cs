using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;

namespace Downbeat.Tasks;

/// <summary>Every task this application can run, by name.</summary>
public sealed class TaskRegistry
{
    private readonly FrozenDictionary<string, TaskDefinition> _definitions;

    /// <summary>Gathers the tasks.</summary>
    /// <param name="definitions">The tasks as they were registered.</param>
    /// <exception cref="InvalidValueException">Two tasks have the same name.</exception>
    public TaskRegistry(IEnumerable<TaskDefinition> definitions)
    {
        var byName = new Dictionary<string, TaskDefinition>(StringComparer.Ordinal);
        foreach (TaskDefinition definition in definitions)
        {
            definition.Options.Validate();
            if (!byName.TryAdd(definition.Name, definition))
            {
                throw new InvalidValueException(
                    "task",
                    definition.Name,
                    $"names that are not taken: {Where(byName[definition.Name])} has it already, {Where(definition)} wants it too");
            }
        }

        _definitions = byName.ToFrozenDictionary(StringComparer.Ordinal);
    }

    /// <summary>All of them, in the order of their names.</summary>
    public IReadOnlyList<TaskDefinition> All => [.. _definitions.Values.OrderBy(task => task.Name, StringComparer.Ordinal)];

    /// <summary>Finds a task by its name.</summary>
    /// <param name="name">The name on the wire.</param>
    /// <param name="definition">The task.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out TaskDefinition? definition)
    {
        return _definitions.TryGetValue(name, out definition);
    }

    private static string Where(TaskDefinition definition)
    {
        return definition.DeclaredBy ?? "another registration";
    }
}
