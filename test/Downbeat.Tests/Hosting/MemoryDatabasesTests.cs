using Downbeat.Hosting;
using Downbeat.Hosting.InMemory;

namespace Downbeat.Tests.Hosting;

public sealed class MemoryDatabasesTests
{
    private readonly string _name = Guid.NewGuid().ToString();

    [Fact]
    public void A_memory_with_a_name_is_one_for_the_whole_process()
    {
        using var one = new MemoryDatabases(TimeProvider.System);
        using var two = new MemoryDatabases(TimeProvider.System);

        Get(one, _name).ShouldBeSameAs(Get(two, _name));
        Get(one, _name).ShouldNotBeSameAs(Get(one, _name + "2"));
    }

    [Fact]
    public void A_memory_without_a_name_is_the_applications_own()
    {
        using var one = new MemoryDatabases(TimeProvider.System);
        using var two = new MemoryDatabases(TimeProvider.System);

        Get(one, "").ShouldBeSameAs(Get(one, ""));
        Get(one, "").ShouldNotBeSameAs(Get(two, ""));
    }

    [Fact]
    public void A_memory_is_forgotten_when_the_last_who_used_it_ends()
    {
        var one = new MemoryDatabases(TimeProvider.System);
        var two = new MemoryDatabases(TimeProvider.System);
        MemoryDatabase first = Get(one, _name);
        Get(two, _name).ShouldBeSameAs(first);

        one.Dispose();
        one.Dispose();
        using var three = new MemoryDatabases(TimeProvider.System);
        Get(three, _name).ShouldBeSameAs(first);
        two.Dispose();
        three.Dispose();

        using var four = new MemoryDatabases(TimeProvider.System);
        Get(four, _name).ShouldNotBeSameAs(first);
        Should.Throw<ObjectDisposedException>(() => Get(one, _name));
    }

    private static MemoryDatabase Get(MemoryDatabases databases, string name) => databases.Get(ConnectionUrl.Parse("store", $"memory://{name}"));
}
