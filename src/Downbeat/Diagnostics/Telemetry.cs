using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace Downbeat.Diagnostics;

/// <summary>The one activity source and the one meter of Downbeat. Hosts subscribe to them by name.</summary>
public static class Telemetry
{
    /// <summary>The name of both.</summary>
    public const string Name = "Downbeat";

    /// <summary>The version of the names below them; raised when one changes its meaning.</summary>
    public const string Version = "1";

    /// <summary>Spans: <c>send</c>, <c>process</c> and <c>fire</c>.</summary>
    public static ActivitySource Source { get; } = new(Name, Version);

    /// <summary>Counters, gauges and histograms, all of them under <c>downbeat.</c>.</summary>
    public static Meter Meter { get; } = new(Name, Version);
}
