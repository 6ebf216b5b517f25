using Downbeat.Serialization;

namespace Downbeat.Tasks;

/// <summary>One call of a task's method: everything its invoker needs.</summary>
/// <param name="Services">The run's own scope of services.</param>
/// <param name="Arguments">The message's arguments.</param>
/// <param name="Context">What the run can know about itself.</param>
/// <param name="Json">How the return value is written.</param>
/// <param name="CancellationToken">Cancelled by the soft time limit, by a revoke and by a shutdown that does not wait.</param>
public sealed record TaskInvocation(
    IServiceProvider Services,
    ArgumentBinder Arguments,
    TaskContext Context,
    TaskJson Json,
    CancellationToken CancellationToken)
{
    /// <summary>Wraps a return value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public TaskReturn Return<T>(T value)
    {
        return TaskReturn.Of(value, Json);
    }
}
