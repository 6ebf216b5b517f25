using System.Data.Common;
using Downbeat.ComplianceTests;
using Downbeat.Hosting;
using Downbeat.Hosting.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Tests.Compliance;

/// <summary>A memory of a name of its own: whoever opens it, as another application of the process would, finds the same rows.</summary>
internal sealed class MemoryFixture : IComplianceFixture
{
    private readonly string _name = Guid.NewGuid().ToString();
    private readonly List<ServiceProvider> _open = [];

    public SettableClock Clock { get; } = new();

    public DateTimeOffset Now => Instants.Round(Clock.GetUtcNow());

    public ValueTask AdvanceAsync(TimeSpan time)
    {
        Clock.Advance(time);
        return ValueTask.CompletedTask;
    }

    public ValueTask<bool> TrySetClockAsync(DateTimeOffset now)
    {
        Clock.Set(now);
        return new(true);
    }

    public IServiceProvider Open()
    {
        ServiceProvider services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddDownbeat(downbeat => downbeat.UseInMemory(_name)).Services
            .BuildServiceProvider();
        _open.Add(services);
        return services;
    }

    public ValueTask<DbTransaction?> BeginAsync()
    {
        IServiceProvider services = _open.Count > 0 ? _open[0] : Open();
        MemoryDatabase database = services.GetRequiredService<MemoryDatabases>().Get(ConnectionUrl.Parse("broker", $"memory://{_name}"));
        return new(new MemoryTransaction(database));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (ServiceProvider services in _open)
        {
            await services.DisposeAsync();
        }
    }
}
