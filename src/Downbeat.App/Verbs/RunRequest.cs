using Microsoft.Extensions.Logging;

namespace Downbeat.App.Verbs;

/// <summary>What a process shall do until it is stopped.</summary>
internal sealed record RunRequest
{
    /// <summary>Whether it runs tasks.</summary>
    public bool Worker { get; init; }

    /// <summary>Whether it fires periodic tasks.</summary>
    public bool Beat { get; init; }

    /// <summary>The port of <c>/healthz</c>, <c>/readyz</c> and <c>/metrics</c>; null for none.</summary>
    public int? Port { get; init; }

    /// <summary>Whether the HTTP API and the admin site are served there too.</summary>
    public bool HasSite { get; init; }

    /// <summary>The address they listen on.</summary>
    public string Bind { get; init; } = "127.0.0.1";

    /// <summary>The worker's queues; as configured when null.</summary>
    public IReadOnlyList<string>? Queues { get; init; }

    /// <summary>How many tasks run at once; as configured when null.</summary>
    public int? Concurrency { get; init; }

    /// <summary>The worker's name; as configured when null.</summary>
    public string? Name { get; init; }

    /// <summary>The least log level that is shown; as configured when null.</summary>
    public LogLevel? LogLevel { get; init; }
}
