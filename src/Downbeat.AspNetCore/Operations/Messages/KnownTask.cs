using Downbeat.Tasks;

namespace Downbeat.AspNetCore.Operations.Messages;

/// <summary>A task that can be sent, because somebody is known who runs it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Workers">The living workers that told of it.</param>
/// <param name="Parameters">What it takes; null where only its name is known.</param>
internal sealed record KnownTask(string Name, IReadOnlyList<string> Workers, IReadOnlyList<TaskParameter>? Parameters);
