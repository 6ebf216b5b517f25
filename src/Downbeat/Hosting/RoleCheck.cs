namespace Downbeat.Hosting;

/// <summary>Asks a broker, result backend or schedule store whether it can be used right now.</summary>
internal sealed class RoleCheck(string name, Func<bool> isNeeded, Func<CancellationToken, ValueTask> check) : IReadinessCheck
{
    public string Name { get; } = name;

    public async ValueTask<Readiness> CheckAsync(CancellationToken cancellationToken)
    {
        if (!isNeeded())
        {
            return Readiness.Ready("not used by this process");
        }

        try
        {
            await check(cancellationToken).ConfigureAwait(false);
            return Readiness.Ready();
        }
        catch (DownbeatException exception)
        {
            return Readiness.NotReady(exception.Message);
        }
    }
}
