using Downbeat.App.Verbs;
using Downbeat.AspNetCore.Access;
using Downbeat.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.App.Hosting;

/// <summary>Runs verbs in an application of somebody's.</summary>
internal sealed class AppVerbHost(IHost app) : IVerbHost
{
    public string? ProgramName => null;

    public IServiceProvider GetServices(Places places)
    {
        DownbeatOptions options = app.Services.GetRequiredService<IOptions<DownbeatOptions>>().Value;
        PlaceOverride.Apply(options, places);
        return app.Services;
    }

    public async Task RunAsync(Places places, RunRequest run, CancellationToken cancellationToken)
    {
        IServiceProvider services = GetServices(places);
        RunSettings.Apply(services, run);
        if (app is WebApplication web)
        {
            // The application's own pages are not what this process is for; it must not fight for their port.
            web.Urls.Clear();
            web.Urls.Add("http://127.0.0.1:0");
            if (services.GetService<FirstRunConsole>() is { } console)
            {
                console.Output = TextWriter.Null;
            }
        }

        await app.RunAsync(cancellationToken);
    }
}
