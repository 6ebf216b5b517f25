using Microsoft.Extensions.Options;

namespace Downbeat.Hosting;

/// <summary>The schemas of this application's databases; roles that share a database share one.</summary>
public sealed class SchemaSet
{
    /// <summary>Finds them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Where things are.</param>
    /// <param name="technologies">What opens URLs.</param>
    public SchemaSet(IServiceProvider services, IOptions<DownbeatOptions> options, Technologies technologies)
    {
        var schemas = new Dictionary<string, ISchema>(StringComparer.Ordinal);
        DownbeatOptions places = options.Value;
        foreach ((string field, string? url) in new[] { ("store", places.Store), ("broker", places.Broker), ("result_backend", places.ResultBackend) })
        {
            if (url is not null && ConnectionUrl.Parse(field, url) is { } parsed && technologies.Find(parsed)?.Schema is { } open)
            {
                ISchema schema = open(services, parsed);
                schemas.TryAdd(schema.Database, schema);
            }
        }

        Schemas = [.. schemas.Values];
    }

    /// <summary>Each database's schema once.</summary>
    public IReadOnlyList<ISchema> Schemas { get; }
}
