namespace Downbeat.Diagnostics;

/// <summary>The tags of spans and measurements.</summary>
/// <seealso href="https://opentelemetry.io/docs/specs/semconv/messaging/messaging-spans/">OpenTelemetry's names for messaging.</seealso>
public static class TagNames
{
    /// <summary>The technology that carries messages: <c>sqlite</c>.</summary>
    public const string System = "messaging.system";

    /// <summary>What is done with a message: <c>send</c>, <c>process</c>.</summary>
    public const string Operation = "messaging.operation.name";

    /// <summary>The queue.</summary>
    public const string Queue = "messaging.destination.name";

    /// <summary>The task's id.</summary>
    public const string TaskId = "messaging.message.id";

    /// <summary>The task's name.</summary>
    public const string Task = "downbeat.task";

    /// <summary>The state a run ended in.</summary>
    public const string State = "downbeat.state";

    /// <summary>The periodic task.</summary>
    public const string PeriodicTask = "downbeat.periodic_task";

    /// <summary>What became of a fire.</summary>
    public const string Outcome = "downbeat.outcome";

    /// <summary>The kind of rows a cleanup deletes.</summary>
    public const string Rows = "downbeat.rows";
}
