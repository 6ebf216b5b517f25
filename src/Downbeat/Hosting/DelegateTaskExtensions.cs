using System.Diagnostics.CodeAnalysis;
using Downbeat;
using Downbeat.Hosting;
using Downbeat.Tasks.Delegates;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds tasks that are lambdas or methods.</summary>
public static class DelegateTaskExtensions
{
    /// <summary>
    /// Adds a task that is a lambda or a method. Its parameters are JSON, except services, <see cref="TaskContext"/> and
    /// <see cref="CancellationToken"/>, which are recognised by their type.
    /// </summary>
    /// <remarks>
    /// The source generator replaces calls whose types it can name with code that binds the parameters without reflection.
    /// </remarks>
    /// <param name="builder">The builder.</param>
    /// <param name="name">The name on the wire, 1 to 200 characters.</param>
    /// <param name="handler">What runs: it may be asynchronous, return a value, have defaults and close over variables.</param>
    /// <param name="configure">Says how the task is sent, run, retried and kept.</param>
    /// <exception cref="InvalidValueException">The name, a parameter or the return type cannot be a task's.</exception>
    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    public static ITaskBuilder AddTask(this IDownbeatBuilder builder, string name, Delegate handler, Action<TaskOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        ITaskBuilder task = builder.AddTask(DelegateTask.Define(name, handler));
        return configure is null ? task : task.WithOptions(configure);
    }
}
