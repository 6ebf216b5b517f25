using Downbeat.Retention;
using Microsoft.Extensions.Options;

namespace Downbeat.Hosting;

/// <summary>What keeps this application's databases small; roles that share a database share one.</summary>
public sealed class RetentionSet
{
    /// <summary>Opens them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Where things are.</param>
    /// <param name="technologies">What opens URLs.</param>
    public RetentionSet(IServiceProvider services, IOptions<DownbeatOptions> options, Technologies technologies)
    {
        ResultBackend = Open("result_backend", options.Value.ResultBackend);
        Broker = Open("broker", options.Value.Broker);
        Store = Open("store", options.Value.Store);

        IRetention? Open(string field, string? url)
        {
            return url is null || ConnectionUrl.Parse(field, url) is not { } parsed || technologies.Find(parsed)?.Retention is not { } open
                ? null
                : open(services, parsed);
        }
    }

    /// <summary>Every database once, with all the roles it has.</summary>
    public IReadOnlyList<RetentionJob> Jobs =>
    [
        .. new[] { (Of: ResultBackend, Role: RetentionRole.Results), (Of: Broker, Role: RetentionRole.Broker), (Of: Store, Role: RetentionRole.Schedule) }
            .Where(one => one.Of is not null)
            .GroupBy(one => one.Of!.Capabilities.Database, StringComparer.Ordinal)
            .Select(group => new RetentionJob(group.First().Of!, [.. group.Select(one => one.Role)])),
    ];

    /// <summary>The result backend's; null when it keeps itself small.</summary>
    public IRetention? ResultBackend { get; }

    /// <summary>The broker's; null when it keeps itself small.</summary>
    public IRetention? Broker { get; }

    /// <summary>The schedule store's; null when it keeps itself small.</summary>
    public IRetention? Store { get; }
}
