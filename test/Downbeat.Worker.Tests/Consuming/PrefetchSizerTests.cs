using Downbeat.Worker.Consuming;

namespace Downbeat.Worker.Tests.Consuming;

public sealed class PrefetchSizerTests
{
    [Fact]
    public void It_begins_with_one_message_for_each_slot()
    {
        new PrefetchSizer(8, 256).Size.ShouldBe(8);
    }

    [Fact]
    public void Fast_tasks_are_fetched_in_large_groups_up_to_the_bound()
    {
        var sizer = new PrefetchSizer(8, 256);

        for (int i = 0; i < 20; i++)
        {
            sizer.Learn(100, TimeSpan.FromMilliseconds(10));
        }

        sizer.Size.ShouldBe(256);
    }

    [Fact]
    public void Slow_tasks_are_left_to_others()
    {
        var sizer = new PrefetchSizer(8, 256);
        sizer.Learn(1_000, TimeSpan.FromMilliseconds(100));

        for (int i = 0; i < 50; i++)
        {
            sizer.Learn(1, TimeSpan.FromSeconds(1));
        }

        sizer.Size.ShouldBe(8);
    }

    [Fact]
    public void A_bound_below_the_slots_holds_too()
    {
        var sizer = new PrefetchSizer(8, 0);
        sizer.Learn(1_000, TimeSpan.FromSeconds(1));

        sizer.Size.ShouldBe(0);
    }

    [Fact]
    public void A_clock_that_stands_still_teaches_nothing()
    {
        var sizer = new PrefetchSizer(8, 256);

        sizer.Learn(1_000, TimeSpan.Zero);

        sizer.Size.ShouldBe(8);
    }
}
