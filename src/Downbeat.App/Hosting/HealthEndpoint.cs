namespace Downbeat;

/// <summary>Where this process serves <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>.</summary>
public sealed class HealthEndpoint
{
    /// <summary>The address, such as <c>http://127.0.0.1:8050</c>; null while it serves none.</summary>
    public string? Url { get; internal set; }
}
