using System.Collections;
using System.Globalization;
using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>What every line that a run logs carries.</summary>
internal sealed class RunScope(TaskHeaders headers) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 3;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("TaskId", headers.Id),
        1 => new("TaskName", headers.Task),
        2 => new("Attempt", headers.Retries + 1),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        for (int index = 0; index < Count; index++)
        {
            yield return this[index];
        }
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString()
    {
        return string.Create(CultureInfo.InvariantCulture, $"TaskId:{headers.Id} TaskName:{headers.Task} Attempt:{headers.Retries + 1}");
    }
}
