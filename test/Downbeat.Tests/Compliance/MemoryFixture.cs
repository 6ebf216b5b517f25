using System.Data.Common;
using Downbeat.ComplianceTests;
using Downbeat.Hosting;
using Downbeat.Hosting.InMemory;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Tests.Compliance;

/// <summary>The memory of an application. No other process can open it, so that everybody gets the same services.</summary>
internal sealed class MemoryFixture : IComplianceFixture
{
    private readonly ServiceProvider _services;

    public MemoryFixture()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSingleton<TimeProvider>(Clock)
            .AddDownbeat(downbeat => downbeat.UseInMemory()).Services
            .BuildServiceProvider();
    }

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

    public IServiceProvider Open() => _services;

    public ValueTask<DbTransaction?> BeginAsync()
    {
        MemoryDatabase database = _services.GetRequiredService<MemoryDatabases>().Get(ConnectionUrl.Parse("broker", "memory://"));
        return new(new MemoryTransaction(database));
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
