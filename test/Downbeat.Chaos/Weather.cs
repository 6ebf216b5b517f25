namespace Downbeat.Chaos;

/// <summary>What can befall a server and the network, beside the deaths of processes.</summary>
internal sealed class Weather(PostgreSqlServer server, Proxy proxy)
{
    // Longer than the lease of a worker.
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(3);
    private static readonly TimeSpan Slow = TimeSpan.FromMilliseconds(40);
    private static readonly TimeSpan While = TimeSpan.FromSeconds(1);

    public async Task<bool> TryStrikeAsync(Victim victim)
    {
        switch (victim)
        {
            case Victim.Connections:
                await server.EndConnectionsAsync(TestContext.Current.CancellationToken);
                return true;
            case Victim.Server:
                server.Crash();
                return true;
            case Victim.NetworkCut:
                proxy.Cut();
                return true;
            case Victim.NetworkStall:
                await proxy.StallAsync(Long);
                return true;
            case Victim.NetworkDelay:
                await proxy.DelayAsync(Slow, While);
                return true;
            default:
                return false;
        }
    }
}
