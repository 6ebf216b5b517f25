using Downbeat.Beat.Dispatch;
using Downbeat.Beat.Hosting;
using Downbeat.Beat.Ticking;
using Downbeat.Hosting;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds beat to an application.</summary>
public static class BeatBuilderExtensions
{
    /// <summary>
    /// Fires periodic tasks in this process: each occurrence exactly once, however many processes do so. Without a role asked for by name a process
    /// has all of them.
    /// </summary>
    /// <param name="builder">The builder.</param>
    /// <param name="configure">Changes how it works.</param>
    public static IDownbeatBuilder AddBeat(this IDownbeatBuilder builder, Action<BeatOptions>? configure = null)
    {
        IServiceCollection services = builder.Services;
        services.AddSingleton(new RoleRequest(RoleRequest.Beat));
        if (configure is not null)
        {
            services.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(BeatHealth)))
        {
            return builder;
        }

        services.AddSingleton<IValidateOptions<BeatOptions>, BeatOptionsValidator>();
        services.AddSingleton<BeatHealth>();
        services.AddSingleton<IReadinessCheck, BeatReadiness>();
        services.AddSingleton<Ticker>();
        services.AddSingleton<BusyRuns>();
        services.AddSingleton<Relay>();
        services.AddSingleton<TickLoop>();
        services.AddSingleton<RunCopyLoop>();
        services.AddSingleton<PruneLoop>();
        services.AddSingleton<ReportLoop>();
        services.AddSingleton<BuiltInLoop>();
        services.AddSingleton(new BackOffs(static () => new Random()));
        services.AddHostedService<BeatService>();
        return builder;
    }
}
