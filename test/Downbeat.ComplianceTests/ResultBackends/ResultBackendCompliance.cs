using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.Serialization;

namespace Downbeat.ComplianceTests.ResultBackends;

/// <summary>Where tasks stand and what came out.</summary>
[SuiteOf(typeof(IResultBackend))]
public abstract class ResultBackendCompliance : ResultBackendTest
{
    [Fact]
    public async Task It_says_what_it_can_do_and_can_be_used()
    {
        Backend.Capabilities.Technology.ShouldNotBeNullOrWhiteSpace();
        (Backend is ITransactionalResultBackend).ShouldBe(Backend.Capabilities.Database is not null);

        await Backend.CheckAsync(Token);
    }

    [Fact]
    public async Task Of_an_unknown_task_nothing_is_known()
    {
        (await Backend.GetAsync("nobody", Token)).ShouldBeNull();
        (await Backend.GetStatesAsync(["nobody"], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_result_is_read_as_it_was_stored()
    {
        var result = new TaskResult
        {
            Id = "id 🦊\0",
            State = TaskState.Failure,
            Value = """{"a": "ü\u0000"}"""u8.ToArray(),
            Exception = ExceptionInfo.Create("ValueError", "builtins", "bad \"value\"", "second") with { Traceback = "line 1\nline 2 🦊" },
            Name = "tasks.add",
            Args = "[1, 2]"u8.ToArray(),
            Kwargs = """{"b": [null]}"""u8.ToArray(),
            Worker = "worker@höst",
            Queue = "celery",
            Retries = 3,
            ReceivedAt = Now.AddSeconds(-4),
            StartedAt = Now.AddSeconds(-3),
            DoneAt = Now,
            NextRetryAt = Now.AddSeconds(9),
            ParentId = "parent",
            RootId = "root",
            GroupId = "group",
            PeriodicTaskName = "nightly",
            Progress = new TaskProgress(3, 10, "copying"),
            Keep = TimeSpan.FromMinutes(90),
            ExpiresAt = Now.AddDays(1),
        };
        await StoreAsync(result);

        ShouldBeSame(await Backend.GetAsync(result.Id, Token), result);
        ShouldBeSame(await OpenAnother().GetAsync(result.Id, Token), result);
        (await Backend.GetAsync(result.Id, Token))!.Runtime.ShouldBe(TimeSpan.FromSeconds(3));
    }

    [Fact]
    public async Task A_result_with_nothing_but_a_state_is_read_as_it_was_stored()
    {
        var result = new TaskResult { Id = "a", State = new TaskState("COPYING") };
        await StoreAsync(result);

        ShouldBeSame(await Backend.GetAsync("a", Token), result);
    }

    [Fact]
    public async Task A_value_of_megabytes_is_kept_whole()
    {
        byte[] value = new byte[3 * 1024 * 1024];
        Array.Fill(value, (byte)'1');
        await StoreAsync(Samples.Result("a", done: Now) with { Value = value });

        (await Backend.GetAsync("a", Token))!.Value.Span.SequenceEqual(value).ShouldBeTrue();
    }

    [Fact]
    public async Task The_worker_may_use_its_buffer_again()
    {
        byte[] buffer = "42"u8.ToArray();
        await StoreAsync(Samples.Result("a", done: Now) with { Value = buffer });
        Array.Clear(buffer);

        (await Backend.GetAsync("a", Token))!.Value.ToArray().ShouldBe("42"u8.ToArray());
    }

    [Fact]
    public async Task An_unfinished_state_is_replaced_by_any()
    {
        foreach (TaskState state in new[] { TaskState.Started, TaskState.Received, TaskState.Retry, new TaskState("COPYING"), TaskState.Started, TaskState.Revoked })
        {
            await StoreAsync("a", state);
            (await Backend.GetAsync("a", Token))!.State.ShouldBe(state);
        }
    }

    [Fact]
    public async Task A_finished_result_is_never_replaced()
    {
        foreach (TaskState final in TaskState.All.Where(state => state.IsFinished))
        {
            TaskResult first = Samples.Result(final.Name, final, done: Now) with { Worker = "first" };
            await StoreAsync(first);
            foreach (TaskState state in TaskState.All)
            {
                await StoreAsync(Samples.Result(final.Name, state, done: Now.AddSeconds(1)) with { Worker = "second", Progress = new TaskProgress(1, 2, null) });
            }

            ShouldBeSame(await Backend.GetAsync(final.Name, Token), first);
        }
    }

    [Fact]
    public async Task Of_several_results_of_one_task_the_last_counts_unless_one_before_was_final()
    {
        await StoreAsync(Samples.Result("a", TaskState.Started), Samples.Result("a", TaskState.Retry));
        await StoreAsync(
            Samples.Result("b", TaskState.Started), Samples.Result("b", TaskState.Success, done: Now), Samples.Result("b", TaskState.Failure, done: Now));

        (await Backend.GetAsync("a", Token))!.State.ShouldBe(TaskState.Retry);
        (await Backend.GetAsync("b", Token))!.State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task Progress_is_kept_when_a_later_state_tells_none()
    {
        var progress = new TaskProgress(3, 10, "copying");
        await StoreAsync(Samples.Result("a", TaskState.Started) with { Progress = progress });
        await StoreAsync(Samples.Result("a", TaskState.Retry));
        (await Backend.GetAsync("a", Token))!.Progress.ShouldBe(progress);
        await StoreAsync(Samples.Result("a", TaskState.Started) with { Progress = progress with { Done = 4 } });
        await StoreAsync("a", TaskState.Success);

        (await Backend.GetAsync("a", Token))!.Progress.ShouldBe(progress with { Done = 4 });
    }

    [Fact]
    public async Task States_are_read_for_many_tasks_at_once()
    {
        await StoreAsync(
            Samples.Result("a", TaskState.Started) with { StartedAt = Now },
            Samples.Result("b", TaskState.Success, done: Now) with { StartedAt = Now.AddSeconds(-1) });

        (await Backend.GetStatesAsync(["b", "nobody", "a"], Token)).ShouldBe(
        [
            new TaskStateInfo("b", TaskState.Success, Now.AddSeconds(-1), Now),
            new TaskStateInfo("a", TaskState.Started, Now, null),
        ]);
        (await Backend.GetStatesAsync([], Token)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_wait_ends_when_the_task_has_finished()
    {
        Task<TaskResult> waiting = Backend.WaitAsync("a", Token).AsTask();
        await StoreAsync("a", TaskState.Started);
        await StoreAsync("b", TaskState.Success);
        await StoreAsync("a", TaskState.Retry);
        waiting.IsCompleted.ShouldBeFalse();

        await StoreAsync("a", TaskState.Failure);

        (await Soon(waiting)).State.ShouldBe(TaskState.Failure);
    }

    [Fact]
    public async Task A_wait_for_a_task_that_has_finished_ends_at_once()
    {
        await StoreAsync("a", TaskState.Revoked);

        (await Soon(Backend.WaitAsync("a", Token))).State.ShouldBe(TaskState.Revoked);
    }

    [Fact]
    public async Task A_wait_ends_when_another_process_stores_the_result()
    {
        Task<TaskResult> waiting = Backend.WaitAsync("a", Token).AsTask();

        await OpenAnother().StoreAsync([Samples.Result("a", done: Now)], Token);

        (await Soon(waiting)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task A_wait_can_be_cancelled_and_leaves_the_others_alone()
    {
        using var cancellation = new CancellationTokenSource();
        Task<TaskResult> cancelled = Backend.WaitAsync("a", cancellation.Token).AsTask();
        Task<TaskResult> other = Backend.WaitAsync("a", Token).AsTask();

        await cancellation.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(() => Soon(cancelled));
        await StoreAsync("a", TaskState.Success);
        (await Soon(other)).State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task Whenever_a_result_is_stored_no_wait_misses_it()
    {
        string[] ids = [.. Enumerable.Range(0, 200).Select(n => $"id{n}")];
        Task<TaskResult[]> waits = Task.WhenAll(ids.Select(id => Task.Run(() => Backend.WaitAsync(id, Token).AsTask(), Token)));
        Task stores = Task.WhenAll(ids.Chunk(5).Select(some => Task.Run(
            () => StoreAsync([.. some.Select(id => Samples.Result(id, done: Now))]), Token)));

        await Soon(stores);
        (await Soon(waits)).Select(result => result.Id).ShouldBe(ids);
    }

    [Fact]
    public async Task A_result_that_is_forgotten_is_gone_and_may_come_anew()
    {
        await StoreAsync(Samples.Result("a", done: Now), Samples.Result("b", done: Now));

        await Backend.ForgetAsync(["a", "nobody", "a"], Token);

        (await Backend.GetAsync("a", Token)).ShouldBeNull();
        (await Backend.GetAsync("b", Token)).ShouldNotBeNull();
        await StoreAsync("a", TaskState.Started);
        (await Backend.GetAsync("a", Token))!.State.ShouldBe(TaskState.Started);
    }

    [Fact]
    public async Task Results_are_listed_newest_first()
    {
        OnlyIf(Backend.Capabilities.IsShared, "lists");
        await StoreAsync([.. Enumerable.Range(0, 5).Select(n => Samples.Result($"id{n}", done: Now))]);

        Page<TaskResult> page = await Backend.QueryAsync(new TaskResultQuery(), Token);

        page.Items.Select(result => result.Id).ShouldBe(["id4", "id3", "id2", "id1", "id0"]);
        page.Next.ShouldBeNull();
    }

    [Fact]
    public async Task Pages_are_complete_while_results_come_in_and_change()
    {
        OnlyIf(Backend.Capabilities.IsShared, "lists");
        string[] ids = [.. Enumerable.Range(0, 10).Select(n => $"id{n}")];
        await StoreAsync([.. ids.Select(id => Samples.Result(id, TaskState.Started))]);
        int more = 0;

        List<string> seen = await ListAsync(new TaskResultQuery(), 3, () => StoreAsync(
            Samples.Result($"more{more++}", done: Now), Samples.Result("id1", TaskState.Success, done: Now)));

        seen.ShouldBe(ids.Reverse());
        seen = await ListAsync(new TaskResultQuery(), 100);
        seen.Count.ShouldBe(14);
    }

    [Fact]
    public async Task Results_are_chosen_by_name_and_by_state()
    {
        OnlyIf(Backend.Capabilities.IsShared, "lists");
        await StoreAsync(
            Samples.Result("a1", TaskState.Success, "a", Now),
            Samples.Result("b1", TaskState.Success, "b", Now),
            Samples.Result("a2", TaskState.Failure, "a", Now),
            Samples.Result("n1", TaskState.Success, null, Now),
            Samples.Result("a3", TaskState.Success, "a", Now));

        (await ListAsync(new TaskResultQuery { Name = "a" }, 2)).ShouldBe(["a3", "a2", "a1"]);
        (await ListAsync(new TaskResultQuery { State = TaskState.Success }, 2)).ShouldBe(["a3", "n1", "b1", "a1"]);
        (await ListAsync(new TaskResultQuery { Name = "a", State = TaskState.Success }, 1)).ShouldBe(["a3", "a1"]);
        (await ListAsync(new TaskResultQuery { Name = "A" }, 1)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_page_that_nobody_gave_is_refused()
    {
        OnlyIf(Backend.Capabilities.IsShared, "lists");

        InvalidValueException refusal = await Should.ThrowAsync<InvalidValueException>(async () =>
            await Backend.QueryAsync(new TaskResultQuery { Page = new PageRequest { After = "x'y" } }, Token));

        refusal.Field.ShouldBe("after");
    }

    [Fact]
    public async Task A_store_that_was_cancelled_before_it_began_stores_nothing()
    {
        using var cancelled = new CancellationTokenSource();
        await cancelled.CancelAsync();

        await Should.ThrowAsync<OperationCanceledException>(async () => await Backend.StoreAsync([Samples.Result("a", done: Now)], cancelled.Token));

        (await Backend.GetAsync("a", Token)).ShouldBeNull();
    }

    [Fact]
    public async Task Of_many_who_store_at_once_the_first_to_finish_counts_for_everybody()
    {
        IResultBackend another = OpenAnother();
        await Soon(Task.WhenAll(Enumerable.Range(0, 40).Select(n => Task.Run(
            () => (n % 2 == 0 ? Backend : another).StoreAsync([Samples.Result("a", done: Now) with { Worker = $"w{n}" }], Token).AsTask(), Token))));

        TaskResult? one = await Backend.GetAsync("a", Token);
        ShouldBeSame(await another.GetAsync("a", Token), one!);
    }
}
