namespace Downbeat.Hosting;

/// <summary>The technologies this application knows, by the schemes of their URLs.</summary>
public sealed class Technologies
{
    private readonly Dictionary<string, Technology> _byScheme = new(StringComparer.Ordinal);

    /// <summary>Gathers them.</summary>
    /// <param name="technologies">The technologies as they were registered.</param>
    public Technologies(IEnumerable<Technology> technologies)
    {
        foreach (Technology technology in technologies)
        {
            foreach (string scheme in technology.Schemes)
            {
                _byScheme[scheme] = technology;
            }
        }
    }

    /// <summary>Finds the technology of a URL; null when none has its scheme.</summary>
    /// <param name="url">The URL.</param>
    public Technology? Find(ConnectionUrl url) => _byScheme.GetValueOrDefault(url.Scheme);

    /// <summary>Finds what can open a URL in a role.</summary>
    /// <typeparam name="TFactory">What opens it.</typeparam>
    /// <param name="field">The field the URL stands in, for refusals: <c>broker</c>.</param>
    /// <param name="url">The URL.</param>
    /// <param name="role">Reads the role from a technology.</param>
    /// <exception cref="InvalidValueException">No technology with that scheme has the role.</exception>
    public TFactory Get<TFactory>(string field, ConnectionUrl url, Func<Technology, TFactory?> role)
        where TFactory : class
    {
        return _byScheme.TryGetValue(url.Scheme, out Technology? technology) && role(technology) is { } factory
            ? factory
            : throw new InvalidValueException(
                field,
                url,
                $"URLs that begin with {string.Join(", ", _byScheme.Where(known => role(known.Value) is not null).Select(known => $"{known.Key}://").Order(StringComparer.Ordinal))}");
    }
}
