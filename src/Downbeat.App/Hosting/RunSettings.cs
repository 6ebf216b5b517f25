using Downbeat.App.Verbs;
using Downbeat.Hosting;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.App.Hosting;

/// <summary>Hands what the command line says to the services that are about to start.</summary>
internal static class RunSettings
{
    public static void Apply(IServiceProvider services, RunRequest run)
    {
        ActiveRoles roles = services.GetRequiredService<ActiveRoles>();
        roles.Worker = run.Worker;
        roles.Beat = run.Beat;
        roles.Seeds = true;
        ProcessSettings process = services.GetRequiredService<ProcessSettings>();
        process.Port = run.Port;
        process.HasSite = run.HasSite;
        process.Bind = run.Bind;
        process.Queues = run.Queues;
        process.Concurrency = run.Concurrency;
        process.WorkerName = run.Name;
    }
}
