using Downbeat.AspNetCore.Health;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Mounts Downbeat into ASP.NET Core applications.</summary>
public static class DownbeatAspNetCoreExtensions
{
    private const string Tag = "downbeat";

    /// <summary>Adds a health check that fails while this process cannot do its job: a store or broker away, a beat that does not tick.</summary>
    /// <param name="builder">The health checks.</param>
    public static IHealthChecksBuilder AddDownbeat(this IHealthChecksBuilder builder)
    {
        return builder.AddCheck<DownbeatHealthCheck>("downbeat", tags: [Tag]);
    }

    /// <summary>
    /// Maps <c>/healthz</c>, which answers as long as the process lives, and <c>/readyz</c>, which answers 503 while it cannot do its job.
    /// </summary>
    /// <param name="endpoints">The application's endpoints.</param>
    /// <returns>Both endpoints, to say who may ask them.</returns>
    public static IEndpointConventionBuilder MapDownbeatHealth(this IEndpointRouteBuilder endpoints)
    {
        RouteGroupBuilder group = endpoints.MapGroup("");
        group.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = static _ => false });
        group.MapHealthChecks("/readyz", new HealthCheckOptions
        {
            Predicate = static check => check.Tags.Contains(Tag),
            ResponseWriter = HealthJson.WriteAsync,
        });
        return group;
    }
}
