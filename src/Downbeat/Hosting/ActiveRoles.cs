namespace Downbeat.Hosting;

/// <summary>What this process does. Set before the host starts; the hosted services look at it when they start.</summary>
public sealed class ActiveRoles
{
    /// <summary>Whether it runs tasks.</summary>
    public bool Worker { get; set; } = true;

    /// <summary>Whether it fires periodic tasks.</summary>
    public bool Beat { get; set; } = true;

    /// <summary>Whether it writes the periodic tasks that its code declares into the schedule store.</summary>
    public bool Seeds { get; set; } = true;
}
