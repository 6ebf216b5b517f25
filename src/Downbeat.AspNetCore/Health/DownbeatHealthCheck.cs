using Downbeat.Hosting;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Downbeat.AspNetCore.Health;

/// <summary>All readiness checks of Downbeat as one health check; each of them is an entry of its data.</summary>
internal sealed class DownbeatHealthCheck(IEnumerable<IReadinessCheck> checks) : IHealthCheck
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    public async Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var data = new Dictionary<string, object>(StringComparer.Ordinal);
        var failures = new List<string>();
        foreach (IReadinessCheck check in checks)
        {
            Readiness readiness = await CheckOneAsync(check, cancellationToken).ConfigureAwait(false);
            data[check.Name] = readiness.Detail;
            if (!readiness.IsReady)
            {
                failures.Add($"{check.Name}: {readiness.Detail}");
            }
        }

        return failures.Count == 0
            ? HealthCheckResult.Healthy("ready", data)
            : new HealthCheckResult(context.Registration.FailureStatus, string.Join("; ", failures), data: data);
    }

    private static async Task<Readiness> CheckOneAsync(IReadinessCheck check, CancellationToken cancellationToken)
    {
        try
        {
            return await check.CheckAsync(cancellationToken).AsTask().WaitAsync(Patience, cancellationToken).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            return Readiness.NotReady($"no answer within {Patience.TotalSeconds} s");
        }
    }
}
