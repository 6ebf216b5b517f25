using Downbeat.Hosting;
using Microsoft.Extensions.Options;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>Installs the periodic tasks Downbeat brings along: the cleanup of the result backend. Beat asks for it when it starts.</summary>
public sealed class BuiltInSeeds
{
    private readonly Seeder _seeder;
    private readonly DownbeatOptions _options;
    private readonly Technologies _technologies;

    internal BuiltInSeeds(Seeder seeder, IOptions<DownbeatOptions> options, Technologies technologies)
    {
        _seeder = seeder;
        _options = options.Value;
        _technologies = technologies;
    }

    /// <summary>Brings the store in line with the options. What an operator has changed stays; nothing fires by this.</summary>
    /// <param name="cancellationToken">Cancels it between two writes.</param>
    /// <exception cref="UnavailableException">The store is away; nothing was changed, or some of it.</exception>
    public Task SeedAsync(CancellationToken cancellationToken = default)
    {
        SeedSource source = BackendCleanup.Source(ApplicationVersions.Of(typeof(BuiltInSeeds).Assembly));
        return _seeder.SeedAsync(source, BackendCleanup.Declare(_options, IsForeign()), cancellationToken);
    }

    // What SQLAlchemy or another of Celery's own backends keeps, only Celery can clean, unless a technology here knows how to.
    private bool IsForeign()
    {
        return _options.ResultBackend is { } url
            && ConnectionUrl.Parse("result_backend", url) is { } parsed
            && parsed.Scheme.StartsWith("db+", StringComparison.Ordinal)
            && _technologies.Find(parsed)?.Retention is null;
    }
}
