using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Hosting;

/// <summary>Puts Downbeat together: technologies, tasks, roles.</summary>
public interface IDownbeatBuilder
{
    /// <summary>The application's services.</summary>
    IServiceCollection Services { get; }
}
