using Downbeat.Retention;

namespace Downbeat.Hosting;

/// <summary>Where things are, and what holds for all of them.</summary>
public sealed class DownbeatOptions
{
    /// <summary>The queue of messages that name none, as in Celery.</summary>
    public const string CeleryQueue = "celery";

    /// <summary>The queue of Downbeat's own tasks, consumed by every worker and every beat, and by nobody else's.</summary>
    public const string MaintenanceQueue = "downbeat.maintenance";

    /// <summary>The schedule store's URL.</summary>
    public string? Store { get; set; }

    /// <summary>The broker's URL.</summary>
    public string? Broker { get; set; }

    /// <summary>The result backend's URL.</summary>
    public string? ResultBackend { get; set; }

    /// <summary>The queue of messages that name none; default <c>celery</c>.</summary>
    public string DefaultQueue { get; set; } = CeleryQueue;

    /// <summary>The IANA time zone of schedules that name none, such as the cleanup's; default UTC.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>How long results are kept; default 1 day.</summary>
    public RetentionPolicy Retention { get; set; } = new();

    /// <summary>The application that declares periodic tasks; the host's application name when null.</summary>
    public string? Application { get; set; }

    /// <summary>The application's version; that of its entry assembly when null. Of two that declare the same, the newer wins.</summary>
    public string? ApplicationVersion { get; set; }
}
