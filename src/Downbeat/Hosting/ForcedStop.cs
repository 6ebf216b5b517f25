namespace Downbeat.Hosting;

/// <summary>Tells that this process shall stop at once: what still runs is given back rather than waited for.</summary>
public sealed class ForcedStop : IDisposable
{
    private readonly CancellationTokenSource _source = new();

    /// <summary>Cancelled when it is time.</summary>
    public CancellationToken Token => _source.Token;

    /// <summary>Says that it is time.</summary>
    public void Request() => _source.Cancel();

    /// <inheritdoc />
    public void Dispose() => _source.Dispose();
}
