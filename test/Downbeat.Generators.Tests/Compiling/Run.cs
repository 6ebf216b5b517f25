using System.Reflection;
using System.Text;
using System.Text.Json;
using Downbeat.Hosting;
using Downbeat.Protocol;
using Downbeat.Serialization;
using Downbeat.Tasks;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Generators.Tests.Compiling;

/// <summary>Runs tasks as the worker does: in a scope of their own, with a message's arguments.</summary>
internal static class Run
{
    /// <summary>The tasks a compiled class declares.</summary>
    public static IReadOnlyList<TaskDefinition> Definitions(this Assembly assembly, string type)
    {
        return (IReadOnlyList<TaskDefinition>)assembly.GetType(type, throwOnError: true)!.GetProperty("Definitions")!.GetValue(null)!;
    }

    public static TaskDefinition Definition(this Assembly assembly, string task, string type = "Tasks")
    {
        return assembly.Definitions(type).Single(definition => definition.Name == task);
    }

    /// <summary>Runs a task and gives its result as JSON; empty for nothing.</summary>
    public static async Task<string> Async(
        TaskDefinition definition,
        string args = "[]",
        string kwargs = "{}",
        Action<IServiceCollection>? services = null)
    {
        var collection = new ServiceCollection();
        services?.Invoke(collection);
        await using ServiceProvider provider = collection.BuildServiceProvider(validateScopes: true);
        return await InAsync(provider, definition, args, kwargs, TestContext.Current.CancellationToken);
    }

    public static async Task<string> InAsync(
        IServiceProvider provider, TaskDefinition definition, string args, string kwargs, CancellationToken cancellationToken)
    {
        await using AsyncServiceScope scope = provider.CreateAsyncScope();
        var binder = new ArgumentBinder(definition.Name, JsonElement.Parse(args), JsonElement.Parse(kwargs), TaskJson.Default);
        var context = new TaskContext(new TaskHeaders { Id = "id-1", Task = definition.Name }, "celery");
        TaskReturn result = await definition.Invoke(new TaskInvocation(scope.ServiceProvider, binder, context, TaskJson.Default, cancellationToken));
        return Encoding.UTF8.GetString(result.Json.Span);
    }

    /// <summary>The tasks an application has after its services are built.</summary>
    public static TaskDefinition[] Registered(Action<IDownbeatBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddDownbeat(configure);
        using ServiceProvider provider = services.BuildServiceProvider();
        return [.. provider.GetServices<TaskDefinition>()];
    }
}
