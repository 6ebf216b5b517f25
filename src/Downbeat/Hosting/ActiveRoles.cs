namespace Downbeat.Hosting;

/// <summary>What this process does. Set before the host starts; the hosted services look at it when they start.</summary>
public sealed class ActiveRoles
{
    /// <summary>Everything is active, unless the application asked for some roles by name.</summary>
    /// <param name="requests">What it asked for.</param>
    public ActiveRoles(IEnumerable<RoleRequest> requests)
    {
        HashSet<string> asked = [.. requests.Select(request => request.Role)];
        Worker = asked.Count == 0 || asked.Contains(RoleRequest.Worker);
        Beat = asked.Count == 0 || asked.Contains(RoleRequest.Beat);
        Seeds = Worker || Beat;
    }

    /// <summary>Whether it runs tasks.</summary>
    public bool Worker { get; set; }

    /// <summary>Whether it fires periodic tasks.</summary>
    public bool Beat { get; set; }

    /// <summary>Whether it writes the periodic tasks that its code declares into the schedule store.</summary>
    public bool Seeds { get; set; }
}
