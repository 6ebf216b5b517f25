namespace Downbeat.PostgreSql.Connections;

/// <summary>
/// Hands a caller's cancellation on to the driver. The driver's own reaction to it can fail when the connection breaks at that moment, and whoever
/// cancels, such as a host that stops, would get that error.
/// </summary>
internal sealed class CancellationShield : IDisposable
{
    private readonly CancellationTokenSource? _own;
    private readonly CancellationTokenRegistration _registration;

    public CancellationShield(CancellationToken caller)
    {
        if (caller.CanBeCanceled)
        {
            _own = new CancellationTokenSource();
            _registration = caller.UnsafeRegister(static own => Cancel((CancellationTokenSource)own!), _own);
        }
    }

    /// <summary>For the driver.</summary>
    public CancellationToken Token => _own?.Token ?? CancellationToken.None;

    /// <summary>Cancels; what the driver makes of it is its own affair.</summary>
    public static void Cancel(CancellationTokenSource source)
    {
        try
        {
            source.Cancel();
        }
        catch (AggregateException)
        {
            // The operation is about to end by itself: its connection is gone.
        }
    }

    public void Dispose()
    {
        _registration.Dispose();
        _own?.Dispose();
    }
}
