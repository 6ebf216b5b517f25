using Downbeat.Brokers;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Which dead letters are meant: those with these task ids, from this queue, of this task; or all of them.</summary>
/// <param name="TaskIds">Those with these task ids.</param>
/// <param name="Queue">Those from this queue.</param>
/// <param name="Task">Those of this task.</param>
/// <param name="All">Has to be true when nothing else is said.</param>
internal sealed record DeadLetterSelectionModel(IReadOnlyList<string>? TaskIds = null, string? Queue = null, string? Task = null, bool All = false)
{
    public DeadLetterSelection Read()
    {
        return All || TaskIds is not null || Queue is not null || Task is not null
            ? new DeadLetterSelection { TaskIds = TaskIds, Queue = Queue, Task = Task }
            : throw new InvalidValueException("all", false, "true, or task_ids, queue or task: nobody shall mean all of them by saying nothing");
    }
}
