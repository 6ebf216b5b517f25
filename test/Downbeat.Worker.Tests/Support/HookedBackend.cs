using System.Collections.Concurrent;
using Downbeat.Hosting;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Downbeat.Worker.Tests.Support;

/// <summary>The real result backend, with a test's fingers in it. It cannot join a transaction.</summary>
internal sealed class HookedBackend(IResultBackend inner) : IResultBackend
{
    public ResultBackendCapabilities Capabilities { get; } = inner.Capabilities with { Database = null };

    /// <summary>Called before results are stored; may throw or wait.</summary>
    public Func<IReadOnlyList<TaskResult>, Task> BeforeStore { get; set; } = static _ => Task.CompletedTask;

    public ConcurrentQueue<TaskResult> Stored { get; } = new();

    public static void Use(IServiceCollection services)
    {
        services.AddSingleton<IResultBackend>(provider => new HookedBackend(Open(provider)));
    }

    public async ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken)
    {
        await BeforeStore(results);
        foreach (TaskResult result in results)
        {
            Stored.Enqueue(result);
        }

        await inner.StoreAsync(results, cancellationToken);
    }

    public ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken) => inner.GetAsync(id, cancellationToken);

    public ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken) => inner.WaitAsync(id, cancellationToken);

    public ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        return inner.GetStatesAsync(ids, cancellationToken);
    }

    public ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken)
    {
        return inner.QueryAsync(query, cancellationToken);
    }

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => inner.ForgetAsync(ids, cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    private static IResultBackend Open(IServiceProvider services)
    {
        ConnectionUrl url = ConnectionUrl.Parse("result_backend", services.GetRequiredService<IOptions<DownbeatOptions>>().Value.ResultBackend!);
        return services.GetRequiredService<Technologies>().Get("result_backend", url, technology => technology.ResultBackend)(services, url);
    }
}
