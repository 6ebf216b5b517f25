using Downbeat.Serialization;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

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
    /// <summary>A service of the run's scope. An <see cref="ILogger"/> without a category gets the task's name as one.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    /// <param name="parameter">The parameter that takes it, for refusals.</param>
    /// <exception cref="MissingServiceException">It is not registered.</exception>
    public T Service<T>(string parameter)
        where T : notnull
    {
        return Find(typeof(T)) is T service ? service : throw new MissingServiceException(Context.TaskName, parameter, typeof(T));
    }

    /// <summary>A service of the run's scope, or nothing when it is not registered.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    public T? OptionalService<T>()
    {
        return Find(typeof(T)) is T service ? service : default;
    }

    /// <summary>A service of the run's scope that is registered under a key.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    /// <param name="key">The key.</param>
    /// <param name="parameter">The parameter that takes it, for refusals.</param>
    /// <exception cref="MissingServiceException">It is not registered under that key.</exception>
    public T KeyedService<T>(object? key, string parameter)
        where T : notnull
    {
        return Find(typeof(T), key) is T service ? service : throw new MissingServiceException(Context.TaskName, parameter, typeof(T), key);
    }

    /// <summary>A service of the run's scope that is registered under a key, or nothing when none is.</summary>
    /// <typeparam name="T">The service's type.</typeparam>
    /// <param name="key">The key.</param>
    public T? OptionalKeyedService<T>(object? key)
    {
        return Find(typeof(T), key) is T service ? service : default;
    }

    /// <summary>Wraps a return value.</summary>
    /// <typeparam name="T">Its type.</typeparam>
    /// <param name="value">The value.</param>
    public TaskReturn Return<T>(T value)
    {
        return TaskReturn.Of(value, Json);
    }

    private object? Find(Type type)
    {
        return Services.GetService(type)
            ?? (type == typeof(ILogger) ? Services.GetService<ILoggerFactory>()?.CreateLogger(Context.TaskName) : null);
    }

    private object? Find(Type type, object? key)
    {
        return Services is IKeyedServiceProvider keyed
            ? keyed.GetKeyedService(type, key)
            : throw new InvalidOperationException($"{Context.TaskName}: the application's service provider knows no services with keys");
    }
}
