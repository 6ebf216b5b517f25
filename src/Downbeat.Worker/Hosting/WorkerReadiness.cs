using Downbeat.Hosting;

namespace Downbeat.Worker.Hosting;

/// <summary>Whether the worker does its job: it has a consumer at the broker. Ready, too, when this process shall not consume anything.</summary>
internal sealed class WorkerReadiness(ActiveRoles roles) : IReadinessCheck
{
    private volatile string? _consumes;

    public string Name => "worker";

    public void Consumes(IEnumerable<string> queues) => _consumes = $"consumes {string.Join(", ", queues)}";

    public void Stops() => _consumes = null;

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        return ValueTask.FromResult(
            !roles.Worker && !roles.Beat ? Readiness.Ready("not active in this process")
            : _consumes is { } consumes ? Readiness.Ready(consumes)
            : Readiness.NotReady("has no connection to the broker yet, or has stopped"));
    }
}
