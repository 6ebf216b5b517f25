namespace Downbeat.Protocol;

/// <summary>The headers Downbeat adds to Celery's own.</summary>
public static class HeaderNames
{
    /// <summary>The name of the periodic task that fired the message, as django-celery-beat writes it.</summary>
    public const string PeriodicTaskName = "periodic_task_name";

    /// <summary>The occurrence the message was fired for: ISO 8601, UTC.</summary>
    public const string NominalTime = "downbeat_nominal_time";

    /// <summary>Why the message was fired: <c>scheduled</c>, <c>catch_up</c> or <c>manual</c>.</summary>
    public const string Fire = "downbeat_fire";

    /// <summary>How long the result is kept, in seconds, when its task says so.</summary>
    public const string ResultKeep = "downbeat_result_keep";

    /// <summary>The W3C trace context of the sender.</summary>
    /// <seealso href="https://www.w3.org/TR/trace-context/#traceparent-header">W3C Trace Context</seealso>
    public const string TraceParent = "traceparent";

    /// <summary>The W3C trace state of the sender.</summary>
    public const string TraceState = "tracestate";
}
