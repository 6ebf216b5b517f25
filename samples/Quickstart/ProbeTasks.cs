namespace Quickstart;

/// <summary>A solar event: when the sun sets, ask over HTTP whether this program is well.</summary>
public sealed partial class ProbeTasks(IHttpClientFactory http, HealthEndpoint health)
{
    /// <summary>Asks this program's own health endpoint.</summary>
    [BackgroundTask("quickstart.probe", MaxRetries = 3, TimeLimitSeconds = 20)]
    [Periodic(Schedule = "solar: sunset 52.52 13.405", Name = "probe at sunset")]
    public async Task<ProbeResult> ProbeAsync(CancellationToken cancellationToken)
    {
        using HttpClient client = http.CreateClient();
        using HttpResponseMessage response = await client.GetAsync($"{health.Url}/healthz", cancellationToken);
        return new ProbeResult((int)response.StatusCode, await response.Content.ReadAsStringAsync(cancellationToken));
    }
}

/// <summary>What an HTTP endpoint answered.</summary>
public sealed record ProbeResult(int Status, string Body);
