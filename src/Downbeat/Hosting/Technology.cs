using Downbeat.Accounts;
using Downbeat.Brokers;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;

namespace Downbeat.Hosting;

/// <summary>What a technology offers, by the schemes of its URLs. A role it does not have is null.</summary>
/// <param name="Name">Its name: <c>sqlite</c>.</param>
/// <param name="Schemes">The schemes of its URLs, lower case.</param>
public sealed record Technology(string Name, IReadOnlyList<string> Schemes)
{
    /// <summary>Opens a broker. The same URL gives the same database, not necessarily the same object.</summary>
    public Func<IServiceProvider, ConnectionUrl, IBroker>? Broker { get; init; }

    /// <summary>Opens a result backend.</summary>
    public Func<IServiceProvider, ConnectionUrl, IResultBackend>? ResultBackend { get; init; }

    /// <summary>Opens a schedule store.</summary>
    public Func<IServiceProvider, ConnectionUrl, IScheduleStore>? ScheduleStore { get; init; }

    /// <summary>Opens what keeps a database small.</summary>
    public Func<IServiceProvider, ConnectionUrl, IRetention>? Retention { get; init; }

    /// <summary>Opens what brings a database's schema up to date.</summary>
    public Func<IServiceProvider, ConnectionUrl, ISchema>? Schema { get; init; }

    /// <summary>Opens the accounts of the admin site and the HTTP API.</summary>
    public Func<IServiceProvider, ConnectionUrl, IAccountStore>? Accounts { get; init; }
}
