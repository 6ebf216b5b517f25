using Downbeat.ScheduleStores;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>The schedule store as a whole: what it says of itself, and how it tells of changes.</summary>
[SuiteOf(typeof(IScheduleStore))]
public abstract class ScheduleStoreCompliance : ScheduleStoreTest
{
    [Fact]
    public async Task It_says_what_it_is_and_can_be_used()
    {
        Store.Capabilities.Technology.ShouldNotBeNullOrWhiteSpace();

        await Store.CheckAsync(Token);
    }

    [Fact]
    public async Task Who_waits_is_told_of_a_new_periodic_task()
    {
        await ShouldTellAsync(() => AddDueAsync());
    }

    [Fact]
    public async Task Who_waits_is_told_of_an_edit_and_of_a_deletion()
    {
        PeriodicTaskRow row = await AddDueAsync();

        await ShouldTellAsync(async () =>
            await Store.Tasks.UpdateAsync(new PeriodicTaskEdit(row with { Revision = 2, Description = "x" }, 1, IsReplanned: false), Token));
        await ShouldTellAsync(async () => await Store.Tasks.DeleteAsync(row.Id, Token));
    }

    [Fact]
    public async Task Who_waits_is_told_of_a_fire_by_hand_and_of_fires_that_wait_to_be_published()
    {
        PeriodicTaskRow row = await AddDueAsync();

        await ShouldTellAsync(async () => await Store.Fires.AddAsync(ManualOf(row), TimeSpan.FromSeconds(30), Token));
        await ShouldTellAsync(() => TickAsync());
    }

    [Fact]
    public async Task Who_waits_is_told_of_what_another_process_writes()
    {
        IScheduleStore another = OpenAnother();
        await another.CheckAsync(Token);

        await ShouldTellAsync(async () => await another.Tasks.AddAsync(Samples.Row("nightly", Now), Token));
    }

    [Fact]
    public async Task A_wait_can_be_cancelled()
    {
        using var cancellation = new CancellationTokenSource();
        Task waiting = Task.Run(
            async () =>
            {
                long version = 0;
                while (true)
                {
                    version = await Store.WaitForChangeAsync(version, cancellation.Token);
                }
            },
            Token);

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Soon(waiting));
    }

    private async Task ShouldTellAsync(Func<Task> change)
    {
        long version = await Soon(Store.WaitForChangeAsync(0, Token));
        bool hasChanged = false;
        Task waiting = Task.Run(
            async () =>
            {
                // A wait may end too early, as it says; it must not end too late.
                do
                {
                    version = await Store.WaitForChangeAsync(version, Token);
                }
                while (!Volatile.Read(ref hasChanged));
            },
            Token);
        Volatile.Write(ref hasChanged, true);

        await change();

        await Soon(waiting);
    }
}
