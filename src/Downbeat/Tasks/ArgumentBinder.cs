using System.Text.Json;
using Downbeat.Serialization;

namespace Downbeat.Tasks;

/// <summary>The arguments of a message, bound to parameters one by one. Generated invokers call it; nothing is reflected.</summary>
/// <remarks>Binding follows Python: by position first, then by name; a missing, doubled, surplus or unknown argument is refused.</remarks>
public sealed class ArgumentBinder
{
    private readonly string _task;
    private readonly JsonElement _args;
    private readonly JsonElement _kwargs;
    private readonly TaskJson _json;
    private readonly int _positional;
    private int _named;

    /// <summary>Wraps a message's arguments.</summary>
    /// <param name="task">The task's name, for refusals.</param>
    /// <param name="args">The arguments by position: a JSON array.</param>
    /// <param name="kwargs">The arguments by name: a JSON object.</param>
    /// <param name="json">How values are read.</param>
    public ArgumentBinder(string task, JsonElement args, JsonElement kwargs, TaskJson json)
    {
        _task = task;
        _args = args;
        _kwargs = kwargs;
        _json = json;
        _positional = args.ValueKind == JsonValueKind.Array ? args.GetArrayLength() : 0;
    }

    /// <summary>The value of a parameter that has no default.</summary>
    /// <typeparam name="T">The parameter's type.</typeparam>
    /// <param name="position">Its place among the JSON parameters, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <exception cref="TaskArgumentException">It is missing, given twice, or of the wrong kind.</exception>
    public T Required<T>(int position, string name)
    {
        return TryFind(position, name, out JsonElement value)
            ? Read<T>(name, value)
            : throw new TaskArgumentException(_task, $"the argument '{name}' is missing");
    }

    /// <summary>The value of a parameter that has a default.</summary>
    /// <typeparam name="T">The parameter's type.</typeparam>
    /// <param name="position">Its place among the JSON parameters, from 0.</param>
    /// <param name="name">Its name.</param>
    /// <param name="defaultValue">Its default.</param>
    /// <exception cref="TaskArgumentException">It is given twice, or of the wrong kind.</exception>
    public T Optional<T>(int position, string name, T defaultValue)
    {
        return TryFind(position, name, out JsonElement value) ? Read<T>(name, value) : defaultValue;
    }

    /// <summary>Refuses <c>null</c> for a parameter whose type does not allow it. A value type refuses it by itself.</summary>
    /// <typeparam name="T">The parameter's type.</typeparam>
    /// <param name="name">Its name.</param>
    /// <param name="value">The value that was bound to it.</param>
    /// <exception cref="TaskArgumentException">The value is null.</exception>
    public T NotNull<T>(string name, T? value)
        where T : class
    {
        return value ?? throw new TaskArgumentException(_task, $"the argument '{name}' is null, and {TypeNames.Of(typeof(T))} does not allow it");
    }

    /// <summary>Refuses what no parameter took. Called once, after the last parameter.</summary>
    /// <param name="count">How many JSON parameters the task has.</param>
    /// <exception cref="TaskArgumentException">There are more arguments than parameters, or one with an unknown name.</exception>
    public void End(int count)
    {
        if (_positional > count)
        {
            throw new TaskArgumentException(_task, $"takes {count} arguments by position, {_positional} were given");
        }

        if (_kwargs.ValueKind == JsonValueKind.Object && _kwargs.GetPropertyCount() > _named)
        {
            throw new TaskArgumentException(
                _task, $"at least one of the named arguments ({string.Join(", ", _kwargs.EnumerateObject().Select(p => p.Name))}) is not a parameter");
        }
    }

    private bool TryFind(int position, string name, out JsonElement value)
    {
        bool named = _kwargs.ValueKind == JsonValueKind.Object && _kwargs.TryGetProperty(name, out value);
        value = default;
        if (named)
        {
            _named++;
            value = _kwargs.GetProperty(name);
        }

        if (position >= _positional)
        {
            return named;
        }

        if (named)
        {
            throw new TaskArgumentException(_task, $"the argument '{name}' was given twice, by position and by name");
        }

        value = _args[position];
        return true;
    }

    private T Read<T>(string name, JsonElement value)
    {
        try
        {
            return _json.Deserialize<T>(value, name)!;
        }
        catch (SerializationException exception)
        {
            throw new TaskArgumentException(_task, exception.Message, exception);
        }
    }
}
