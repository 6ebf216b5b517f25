using Downbeat.AspNetCore.Operations.Messages;
using Downbeat.Tasks;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>A task that somebody is known to run.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Workers">The living workers that told of it.</param>
/// <param name="Parameters">What it takes; null where only its name is known.</param>
internal sealed record TaskModel(string Name, IReadOnlyList<string> Workers, IReadOnlyList<TaskParameter>? Parameters)
{
    public static TaskModel Of(KnownTask task) => new(task.Name, task.Workers, task.Parameters);
}
