using Downbeat.Accounts;
using Microsoft.Extensions.Options;

namespace Downbeat.Hosting;

/// <summary>The accounts of this application; they are kept where the schedule store is.</summary>
public sealed class AccountSet
{
    /// <summary>Opens them.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="options">Where things are.</param>
    /// <param name="technologies">What opens URLs.</param>
    public AccountSet(IServiceProvider services, IOptions<DownbeatOptions> options, Technologies technologies)
    {
        if (options.Value.Store is { } url)
        {
            ConnectionUrl parsed = ConnectionUrl.Parse("store", url);
            Store = technologies.Find(parsed)?.Accounts?.Invoke(services, parsed);
        }
    }

    /// <summary>Where they are kept; null when the schedule store's technology keeps none.</summary>
    public IAccountStore? Store { get; }
}
