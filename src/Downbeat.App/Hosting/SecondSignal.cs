using System.Runtime.InteropServices;
using Downbeat.Diagnostics;
using Downbeat.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.App.Hosting;

/// <summary>The first signal stops the host gracefully, as .NET hosts do; the second one stops it at once.</summary>
internal sealed partial class SecondSignal(ForcedStop forced, ILogger<SecondSignal> logger) : IHostedService, IDisposable
{
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _signals;

    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (PosixSignal signal in (ReadOnlySpan<PosixSignal>)[PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGQUIT])
        {
            _registrations.Add(PosixSignalRegistration.Create(signal, OnSignal));
        }

        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _registrations.ForEach(static registration => registration.Dispose());

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        if (Interlocked.Increment(ref _signals) == 2)
        {
            LogForced();
            forced.Request();
        }
    }

    [LoggerMessage(EventIds.Hosts + 1, LogLevel.Warning, "Second signal: stopping at once; what still runs is given back")]
    private partial void LogForced();
}
