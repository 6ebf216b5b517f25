using Downbeat.Worker.Consuming;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class RoomTests
{
    [Fact]
    public async Task An_empty_worker_asks_for_its_slots_and_its_store()
    {
        using var room = new Room(4, 100);

        (await room.WaitAsync(6, () => 4, TestContext.Current.CancellationToken)).ShouldBe(10);
    }

    [Fact]
    public async Task It_never_asks_for_more_than_it_may_hold()
    {
        using var room = new Room(4, 10);
        room.Take(12);
        Leave(room, 12);

        (await room.WaitAsync(10, () => 0, TestContext.Current.CancellationToken)).ShouldBe(2);
    }

    [Fact]
    public async Task It_waits_until_its_store_is_half_empty()
    {
        using var room = new Room(4, 100);
        room.Take(14);
        Leave(room, 4);

        ValueTask<int> asks = room.WaitAsync(10, () => 0, TestContext.Current.CancellationToken);
        asks.IsCompleted.ShouldBeFalse();
        Leave(room, 4);
        asks.IsCompleted.ShouldBeFalse();
        Leave(room, 1);

        (await asks).ShouldBe(5);
    }

    [Fact]
    public async Task It_waits_until_something_is_settled_when_it_holds_all_it_may()
    {
        using var room = new Room(2, 0);
        room.Take(2);
        Leave(room, 2);

        ValueTask<int> asks = room.WaitAsync(0, () => 2, TestContext.Current.CancellationToken);
        asks.IsCompleted.ShouldBeFalse();
        room.Release(1);

        (await asks).ShouldBe(1);
    }

    [Fact]
    public async Task What_is_parked_stands_in_nobodys_way()
    {
        using var room = new Room(2, 2);
        room.Take(4);
        for (int i = 0; i < 4; i++)
        {
            room.Park();
        }

        (await room.WaitAsync(2, () => 2, TestContext.Current.CancellationToken)).ShouldBe(4);
        room.Unpark();
        room.Held.ShouldBe(1);
        room.Waiting.ShouldBe(1);
    }

    [Fact]
    public async Task The_wait_can_be_cancelled()
    {
        using var room = new Room(1, 0);
        room.Take(1);
        using var cancelled = new CancellationTokenSource();

        ValueTask<int> asks = room.WaitAsync(0, () => 0, cancelled.Token);
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await asks);
    }

    private static void Leave(Room room, int count)
    {
        for (int i = 0; i < count; i++)
        {
            room.LeaveWaiting();
        }
    }
}
