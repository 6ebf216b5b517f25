using Downbeat.Hosting;

namespace Downbeat.Beat.Hosting;

/// <summary>Beat's own line in the readiness of the process.</summary>
internal sealed class BeatReadiness(BeatHealth health) : IReadinessCheck
{
    public string Name => "beat";

    public ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken) => new(health.Check());
}
