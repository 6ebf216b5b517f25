namespace Downbeat.App.Hosting;

/// <summary>What the command line says about this process. Set before the host starts.</summary>
internal sealed class ProcessSettings
{
    /// <summary>The port of <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>; null for none, 0 for any that is free.</summary>
    public int? Port { get; set; }

    /// <summary>Whether the HTTP API and the admin site are served there too.</summary>
    public bool HasSite { get; set; }

    /// <summary>The address they listen on.</summary>
    public string Bind { get; set; } = "127.0.0.1";

    /// <summary>The worker's queues; as configured when null.</summary>
    public IReadOnlyList<string>? Queues { get; set; }

    /// <summary>How many tasks run at once; as configured when null.</summary>
    public int? Concurrency { get; set; }

    /// <summary>The worker's name; as configured when null.</summary>
    public string? WorkerName { get; set; }
}
