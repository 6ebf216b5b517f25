using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.AspNetCore.Operations;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what the HTTP API and the admin site need to an application's services.</summary>
public static class DownbeatAccessServiceCollectionExtensions
{
    /// <summary>
    /// Adds accounts, policies and operations for the HTTP API and the admin site. Web applications that call <c>builder.AddDownbeat()</c> have it
    /// already. The application's own authentication and policies stay as they are.
    /// </summary>
    /// <param name="services">The application's services, which have Downbeat's.</param>
    /// <param name="configure">Says how people sign in.</param>
    public static IServiceCollection AddDownbeatAccess(this IServiceCollection services, Action<DownbeatAccessOptions>? configure = null)
    {
        OptionsBuilder<DownbeatAccessOptions> options = services.AddOptions<DownbeatAccessOptions>();
        if (configure is not null)
        {
            options.Configure(configure);
        }

        if (services.Any(service => service.ServiceType == typeof(Mounts)))
        {
            return services;
        }

        services.AddSingleton<Mounts>();
        services.AddSingleton<HostPolicies>();
        services.AddSingleton<ProtectionFinder>();
        services.AddSingleton<SameOrigin>();
        services.AddSingleton<Sessions>();
        services.AddSingleton<SignIns>();
        services.AddSingleton<FirstRun>();
        services.TryAddSingleton<FirstRunConsole>();
        services.AddHttpContextAccessor();
        AddPolicies(services);
        services.AddDownbeatOperations();
        services.AddSingleton<IStartupFilter, MountGuard>();
        services.AddHostedService<FirstRunNotice>();
        return services;
    }

    private static void AddPolicies(IServiceCollection services)
    {
        services.AddAuthorization();

        // The core alone: the whole would bring a ring of keys along, kept in somebody's home, that nothing here uses.
        services.AddAuthenticationCore(options => options.AddScheme<AccessAuthenticationHandler>(AccessScheme.Name, displayName: null));
        services.AddWebEncoders();
        services.AddSingleton<IPostConfigureOptions<AuthorizationOptions>, ConfigurePolicies>();
        services.AddSingleton<IPostConfigureOptions<AuthenticationOptions>, KeepDefaultScheme>();
        services.AddSingleton<IAuthorizationHandler, AccessRequirementHandler>();
    }
}
