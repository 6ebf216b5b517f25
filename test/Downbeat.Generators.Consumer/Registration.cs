using System.Text.Json.Serialization;
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Generators.Consumer;

/// <summary>An order, whose JSON is described at compile time.</summary>
public sealed record Order(int Id, string? Note = null);

[JsonSerializable(typeof(Order))]
[JsonSerializable(typeof(IReadOnlyList<Order>))]
internal sealed partial class OrderJson : JsonSerializerContext;

/// <summary>Tasks with and without an instance.</summary>
public sealed partial class OrderTasks(ILogger<OrderTasks> log)
{
    /// <summary>Ships an order.</summary>
    [BackgroundTask("orders.ship", MaxRetries = 3, SoftTimeLimitSeconds = 30)]
    [Periodic(EverySeconds = 30, Kwargs = """{"order": {"id": 1}}""")]
    public async Task<Order> ShipAsync(Order order, TaskContext context, CancellationToken cancellationToken)
    {
        await Task.Yield();
        cancellationToken.ThrowIfCancellationRequested();
        log.LogInformation("{Task} ships {Order}", context.TaskName, order.Id);
        return order with { Note = "shipped" };
    }

    /// <summary>Counts orders; the list is written as the interface that the context above describes.</summary>
    [BackgroundTask("orders.count")]
    public static int Count(IReadOnlyList<Order> orders) => orders.Count;
}

/// <summary>Adds everything, without a warning about reflection.</summary>
public static class Registration
{
    /// <summary>What describes the types of the tasks.</summary>
    public static JsonSerializerContext Json => OrderJson.Default;

    /// <summary>Adds the declared tasks and some lambdas.</summary>
    public static ITaskBuilder AddAll(IDownbeatBuilder builder)
    {
        int count = 0;
        return builder.AddJsonContext(OrderJson.Default)
            .AddDeclaredTasks()
            .AddTask("hello", (ILogger<Order> log) => log.LogInformation("Hello"))
            .Every(TimeSpan.FromSeconds(10))
            .AddTask("defaults", async (int x, int y = 3, string? name = null, CancellationToken token = default) =>
            {
                await Task.Yield();
                token.ThrowIfCancellationRequested();
                return $"{name}{x + y}";
            })
            .AddTask("method", Next, options => options.Queue = "slow");

        int Next(int by = 1) => count += by;
    }
}
