namespace Downbeat.Worker.Execution;

/// <summary>How a run ended, or why it never began.</summary>
internal enum EndingKind
{
    Returned,
    Threw,

    /// <summary>Past its hard time limit.</summary>
    TimeLimitExceeded,

    /// <summary>Revoked while it ran.</summary>
    Terminated,

    /// <summary>Revoked before it ran.</summary>
    Revoked,
    Expired,

    /// <summary>Its body cannot be read.</summary>
    Undecodable,

    /// <summary>Its body asks for something this version cannot do.</summary>
    Unsupported,
    UnknownTask,

    /// <summary>Delivered again and again, and never settled.</summary>
    DeliveredTooOften,

    /// <summary>It goes back to its queue.</summary>
    GivenBack,

    /// <summary>Somebody else holds the message now.</summary>
    NotOurs,
}
