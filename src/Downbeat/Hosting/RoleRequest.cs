namespace Downbeat.Hosting;

/// <summary>Says that an application asked for a role by name. When it asked for any, the others are not active by default.</summary>
/// <param name="Role"><see cref="Worker"/> or <see cref="Beat"/>.</param>
public sealed record RoleRequest(string Role)
{
    /// <summary>Runs tasks.</summary>
    public const string Worker = "worker";

    /// <summary>Fires periodic tasks.</summary>
    public const string Beat = "beat";

    /// <summary>Only sends: runs and fires nothing.</summary>
    public const string SendOnly = "send-only";
}
