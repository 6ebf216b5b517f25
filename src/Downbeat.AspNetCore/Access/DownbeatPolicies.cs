using Downbeat.Accounts;

namespace Downbeat.AspNetCore.Access;

/// <summary>
/// The authorization policies of the HTTP API and the admin site. An application that defines policies with these names decides itself who may do
/// what; one that it leaves out is decided by the next stricter one it has.
/// </summary>
public static class DownbeatPolicies
{
    /// <summary>Looking at everything but people.</summary>
    public const string View = "Downbeat.View";

    /// <summary>Running, retrying, revoking, enabling, disabling, requeueing.</summary>
    public const string Operate = "Downbeat.Operate";

    /// <summary>Adding, changing and deleting periodic tasks, purging queues, forgetting results, cleaning up.</summary>
    public const string Manage = "Downbeat.Manage";

    /// <summary>Dealing with people, tokens and the audit log.</summary>
    public const string Administer = "Downbeat.Administer";

    // In the order of the roles.
    internal static readonly string[] All = [View, Operate, Manage, Administer];

    internal static string Of(AccountRole role) => All[(int)role];
}
