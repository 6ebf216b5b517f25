using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Hosting;

internal sealed class DownbeatBuilder(IServiceCollection services) : IDownbeatBuilder
{
    public IServiceCollection Services { get; } = services;
}
