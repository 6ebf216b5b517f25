using Downbeat.Worker.Hosting;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Hosting;

/// <summary>
/// Lets the host wait for as long as the worker may need to stop; its own default is the worker's wait for running tasks alone. Done when the host
/// starts, because its options are read before the command line is.
/// </summary>
internal sealed class HostPatience(IOptions<HostOptions> host, IOptions<WorkerOptions> worker) : IHostedService
{
    // For the last results and acknowledgements, and for beat.
    private static readonly TimeSpan ForTheRest = TimeSpan.FromSeconds(15);

    public Task StartAsync(CancellationToken cancellationToken)
    {
        TimeSpan needed = worker.Value.ShutdownTimeout + worker.Value.CancelTimeout + ForTheRest;
        host.Value.ShutdownTimeout = needed > host.Value.ShutdownTimeout ? needed : host.Value.ShutdownTimeout;
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
