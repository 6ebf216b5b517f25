using Downbeat.Paging;
using Downbeat.ResultBackends;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Downbeat.Admin.Tests.Support;

/// <summary>A result backend that cannot be reached, and whose error names a password.</summary>
internal sealed class AwayBackend : IResultBackend
{
    public ResultBackendCapabilities Capabilities { get; } = new() { Technology = "away" };

    private static UnavailableException Away => new("the result backend redis://:hunter2@cache:6379/0 does not answer");

    public static void Use(IServiceCollection services)
    {
        services.RemoveAll<IResultBackend>();
        services.AddSingleton<IResultBackend, AwayBackend>();
    }

    public ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken) => throw Away;

    public ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken) => throw Away;

    public ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken) => throw Away;

    public ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw Away;

    public ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken) => throw Away;

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken) => throw Away;

    public ValueTask CheckAsync(CancellationToken cancellationToken) => throw Away;
}
