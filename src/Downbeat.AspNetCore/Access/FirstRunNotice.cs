using System.Globalization;
using Downbeat.AspNetCore.Mounting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.AspNetCore.Access;

/// <summary>
/// Prints the first-run link while there is nobody who could sign in. On the console, not in the log: logs are kept, copied and searched.
/// </summary>
internal sealed class FirstRunNotice(
    FirstRun firstRun, Mounts mounts, ProtectionFinder protection, IServer server, FirstRunConsole console, ILogger<FirstRunNotice> logger)
    : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        try
        {
            bool isOurs = mounts.Endpoints.Any(endpoint => protection.Of(endpoint.Metadata) == Protection.Accounts);
            if (isOurs && await firstRun.IsNeededAsync(cancellationToken).ConfigureAwait(false))
            {
                Print();
            }
        }
        catch (DownbeatException exception)
        {
            // The store is away. Whoever wants to sign in sees it, and finds the other way there.
            Log.FirstRunUnknown(logger, exception);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private void Print()
    {
        string? path = mounts.PathOf(PageKind.FirstRun);
        string? address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        console.Output.WriteLine(path is null || address is null
            ? "Nobody can sign in yet. Make the first administrator: downbeat createsuperuser NAME"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"Nobody can sign in yet. Make the first administrator here, once: {Browsable(address)}{path}?token={firstRun.Token}"));
    }

    // What a server listens on is not always what a browser can open.
    private static string Browsable(string address)
    {
        return address.TrimEnd('/')
            .Replace("//0.0.0.0", "//localhost", StringComparison.Ordinal)
            .Replace("//[::]", "//localhost", StringComparison.Ordinal)
            .Replace("//+", "//localhost", StringComparison.Ordinal)
            .Replace("//*", "//localhost", StringComparison.Ordinal);
    }
}
