using Downbeat.ScheduleStores;

namespace Downbeat.Tests.ScheduleStores;

public sealed class FireIdsTests
{
    private static readonly Guid Store = Guid.Parse("0c8f4c5e-35a1-4a6b-8f3e-6f9f0d3c2b1a");
    private static readonly Guid Task = Guid.Parse("6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0");
    private static readonly DateTimeOffset Nominal = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    // In Python: uuid.uuid5(store, task.bytes + struct.pack('>q', microseconds)), whose name may be bytes.
    [Fact]
    public void An_occurrences_id_is_the_version_five_UUID_that_others_would_make()
    {
        FireIds.Scheduled(Store, Task, Nominal).ToString().ShouldBe("f8e7856b-1336-5fe4-8c9f-223f129914a6");
        FireIds.Scheduled(Store, Task, Nominal.AddTicks(10)).ToString().ShouldBe("524b6a8e-65e6-5b58-9517-7837bcb17979");
    }

    [Fact]
    public void An_occurrences_id_depends_on_store_task_and_instant_and_on_nothing_else()
    {
        Guid id = FireIds.Scheduled(Store, Task, Nominal);

        FireIds.Scheduled(Store, Task, Nominal.ToOffset(TimeSpan.FromHours(2))).ShouldBe(id);
        FireIds.Scheduled(Task, Store, Nominal).ShouldNotBe(id);
        FireIds.Scheduled(Store, Guid.NewGuid(), Nominal).ShouldNotBe(id);
    }

    [Fact]
    public void Manual_ids_are_ordered_by_time()
    {
        string early = FireIds.Manual(Nominal).ToString();
        string late = FireIds.Manual(Nominal.AddMilliseconds(1)).ToString();

        string.CompareOrdinal(early, late).ShouldBeLessThan(0);
        early[14].ShouldBe('7');
    }
}
