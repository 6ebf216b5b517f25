using Downbeat.Protocol;

namespace Downbeat.Tests.Tasks;

public sealed class TaskContextTests
{
    [Fact]
    public void A_run_is_the_current_one_while_its_scope_is_open()
    {
        TaskContext outer = Context("outer");
        TaskContext inner = Context("inner");

        TaskContext.Current.ShouldBeNull();
        using (outer.Enter())
        {
            using (inner.Enter())
            {
                TaskContext.Current.ShouldBeSameAs(inner);
            }

            TaskContext.Current.ShouldBeSameAs(outer);
        }

        TaskContext.Current.ShouldBeNull();
    }

    [Fact]
    public async Task The_current_run_flows_into_what_it_awaits_and_not_out_of_it()
    {
        TaskContext context = Context("a");

        string? seen = await Task.Run(async () =>
        {
            context.Enter();
            await Task.Yield();
            return TaskContext.Current?.TaskId;
        }, TestContext.Current.CancellationToken);

        seen.ShouldBe("a");
        TaskContext.Current.ShouldBeNull();
    }

    private static TaskContext Context(string id) => new(new TaskHeaders { Id = id, Task = "t" }, "q");
}
