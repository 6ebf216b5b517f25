using Downbeat.Serialization;

namespace Downbeat.Tasks;

/// <summary>What a run returned, as JSON.</summary>
/// <param name="Json">UTF-8 JSON; empty stands for <c>null</c>.</param>
public readonly record struct TaskReturn(ReadOnlyMemory<byte> Json)
{
    /// <summary>A run that returned nothing.</summary>
    public static TaskReturn Nothing => default;

    /// <summary>A run that returned a value.</summary>
    /// <typeparam name="T">The value's type.</typeparam>
    /// <param name="value">The value.</param>
    /// <param name="json">How it is written.</param>
    public static TaskReturn Of<T>(T value, TaskJson json)
    {
        return new TaskReturn(json.Serialize(value));
    }
}
