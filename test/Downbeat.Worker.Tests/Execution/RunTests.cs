using System.Collections.Concurrent;
using System.Text;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Worker.Tests.Execution;

public sealed class RunTests
{
    [Fact]
    public async Task A_task_runs_with_its_arguments_and_leaves_a_result_that_tells_all()
    {
        TaskDefinition add = TestTask.Define("add", call =>
        {
            int sum = call.Arguments.Required<int>(0, "x") + call.Arguments.Required<int>(1, "y");
            call.Arguments.End(2);
            return sum;
        });
        await using TestApp app = await TestApp.StartAsync([add], worker => worker.Name = "w1");

        TaskResult result = await app.RunAsync(Signature.Create("add", [2], new Dictionary<string, object?>(StringComparer.Ordinal) { ["y"] = 3 }));

        result.State.ShouldBe(TaskState.Success);
        Encoding.UTF8.GetString(result.Value.Span).ShouldBe("5");
        result.Name.ShouldBe("add");
        result.Worker.ShouldBe("w1");
        result.Queue.ShouldBe("celery");
        result.RootId.ShouldBe(result.Id);
        Encoding.UTF8.GetString(result.Args.Span).ShouldBe("[2]");
        Encoding.UTF8.GetString(result.Kwargs.Span).ShouldBe("""{"y":3}""");
        result.ReceivedAt!.Value.ShouldBeLessThanOrEqualTo(result.StartedAt!.Value);
        result.StartedAt.Value.ShouldBeLessThanOrEqualTo(result.DoneAt!.Value);
        result.ExpiresAt.ShouldBe(result.DoneAt + TimeSpan.FromDays(1));
        app.File.Count("SELECT count(*) FROM downbeat_message").ShouldBe(0);
    }

    [Fact]
    public async Task What_a_task_throws_is_its_result()
    {
        TaskDefinition fails = TestTask.DefineAsync("fails", async _ =>
        {
            await Task.Yield();
            throw new InvalidOperationException("no luck");
        });
        await using TestApp app = await TestApp.StartAsync([fails]);

        TaskResult result = await app.RunAsync(Signature.Create("fails"));

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("InvalidOperationException");
        result.Exception.Message.ShouldBe("no luck");
        result.Exception.Traceback!.ShouldContain("RunTests");
    }

    [Fact]
    public async Task A_task_that_throws_before_it_returns_a_task_fails_like_any_other()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.Define("fails", static _ => throw new NotSupportedException("now"))]);

        (await app.RunAsync(Signature.Create("fails"))).Exception!.Type.ShouldBe("NotSupportedException");
    }

    [Fact]
    public async Task Each_run_has_a_scope_of_services_that_is_disposed_before_its_result_is_there()
    {
        var seen = new ConcurrentBag<Scoped>();
        TaskDefinition task = TestTask.Define("scoped", call =>
        {
            Scoped service = call.Services.GetRequiredService<Scoped>();
            service.ShouldBeSameAs(call.Services.GetRequiredService<Scoped>());
            seen.Add(service);
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task], configure: services => services.AddScoped<Scoped>());

        await app.RunAsync(Signature.Create("scoped"));
        await app.RunAsync(Signature.Create("scoped"));

        seen.Distinct().Count().ShouldBe(2);
        seen.ShouldAllBe(service => service.IsDisposed);
    }

    [Fact]
    public async Task A_service_that_cannot_be_disposed_does_not_spoil_the_run()
    {
        TaskDefinition task = TestTask.Define("scoped", call => call.Services.GetRequiredService<Undisposable>() is not null);
        await using TestApp app = await TestApp.StartAsync([task], configure: services => services.AddScoped<Undisposable>());

        (await app.RunAsync(Signature.Create("scoped"))).State.ShouldBe(TaskState.Success);
        app.Log.Of(2206).ShouldHaveSingleItem().Exception!.Message.ShouldBe("cannot be disposed");
    }

    [Fact]
    public async Task What_a_run_sends_becomes_its_child()
    {
        string? childId = null;
        TaskDefinition parent = TestTask.DefineAsync("parent", async call =>
        {
            TaskContext.Current.ShouldBeSameAs(call.Context);
            await Task.Yield();
            childId = (await call.Services.GetRequiredService<ITaskClient>().SendAsync(Signature.Create("child"), call.CancellationToken)).Id;
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([parent, TestTask.NoOp("child")]);

        TaskResult first = await app.RunAsync(Signature.Create("parent"));
        TaskResult second = await app.WaitAsync(childId!);

        second.ParentId.ShouldBe(first.Id);
        second.RootId.ShouldBe(first.Id);
    }

    [Fact]
    public async Task The_context_tells_which_run_it_is()
    {
        TaskDefinition task = TestTask.Define("who", call => $"{call.Context.TaskId} {call.Context.TaskName} {call.Context.Attempt} {call.Context.Queue}");
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("who").WithTaskId("abc"));

        Encoding.UTF8.GetString(result.Value.Span).ShouldBe("\"abc who 1 celery\"");
    }

    [Fact]
    public async Task Arguments_that_do_not_fit_fail_the_task_at_once()
    {
        TaskDefinition task = TestTask.Define(
            "one", call => call.Arguments.Required<int>(0, "x"), options => options.Retry = new RetryPolicy { MaxRetries = 5 });
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("one", ["text"]));

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("TaskArgumentException");
        result.Retries.ShouldBe(0);
    }

    [Theory]
    [InlineData("not json at all", "application/json")]
    [InlineData("""[[],{},{}]""", "application/x-python-serialize")]
    public async Task A_body_that_cannot_be_read_is_put_aside_and_fails_the_task(string body, string contentType)
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()]);
        await PublishAsync(app, "noop", body, contentType);

        TaskResult result = await app.WaitAsync("id");

        result.State.ShouldBe(TaskState.Failure);
        result.Exception!.Type.ShouldBe("InvalidMessageException");
        DeadLetter letter = (await app.DeadLettersAsync()).ShouldHaveSingleItem();
        letter.Reason.ShouldBe(result.Exception.Message);
        Encoding.UTF8.GetString(letter.Message.Body.Span).ShouldBe(body);
    }

    [Fact]
    public async Task A_message_that_asks_for_a_callback_is_put_aside_whole_and_can_still_run_elsewhere()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.NoOp()]);
        await PublishAsync(app, "noop", """[[],{},{"callbacks":[{"task":"next"}],"errbacks":null,"chain":null,"chord":null}]""");
        await Until.TrueAsync(async () => await app.DeadLettersAsync() is [_], "it is put aside");

        DeadLetter letter = (await app.DeadLettersAsync()).ShouldHaveSingleItem();

        letter.Reason.ShouldStartWith("its body asks for callbacks after the task");
        Encoding.UTF8.GetString(letter.Message.Body.Span).ShouldContain("\"next\"");
        (await app.StateAsync("id")).ShouldBe(TaskState.Pending);
    }

    [Fact]
    public async Task An_unknown_task_waits_with_the_dead_letters_for_a_worker_that_knows_it()
    {
        using var file = new TempFile();
        string id;
        await using (TestApp old = await TestApp.StartAsync([TestTask.NoOp("old")], file: file))
        {
            id = (await old.SendAsync(Signature.Create("new", [1]))).Id;
            await Until.TrueAsync(async () => await old.DeadLettersAsync() is [_], "it is put aside");
            (await old.DeadLettersAsync()).ShouldHaveSingleItem().Reason.ShouldBe("unknown task 'new'; known: celery.backend_cleanup, old");
            (await old.StateAsync(id)).ShouldBe(TaskState.Pending);
        }

        await using TestApp app = await TestApp.StartAsync([TestTask.Define("new", call => call.Arguments.Required<int>(0, "x"))], file: file);
        await app.Broker.DeadLetters.RequeueAsync(DeadLetterSelection.All, TestApp.Token);

        TaskResult result = await app.WaitAsync(id);
        result.State.ShouldBe(TaskState.Success);
    }

    [Fact]
    public async Task A_task_can_have_its_message_put_aside()
    {
        await using TestApp app = await TestApp.StartAsync([TestTask.Define("picky", static _ => throw new RejectException("not for me"))]);

        TaskResult result = await app.RunAsync(Signature.Create("picky"));

        result.State.ShouldBe(TaskState.Failure);
        (await app.DeadLettersAsync()).ShouldHaveSingleItem().Reason.ShouldBe("not for me");
    }

    [Fact]
    public async Task Nothing_is_kept_of_a_run_whose_result_is_ignored()
    {
        var ran = new Gate();
        TaskDefinition task = TestTask.Define("quiet", _ => ran.PassAsync().IsFaulted, options => options.IgnoreResult = true);
        await using TestApp app = await TestApp.StartAsync([task]);

        await app.SendAsync(Signature.Create("quiet"));
        await ran.EnteredAsync();
        await app.SettledAsync();

        app.File.Count("SELECT count(*) FROM downbeat_result").ShouldBe(0);
    }

    [Fact]
    public async Task Tasks_that_block_their_threads_run_at_once_too()
    {
        const int Concurrency = 24;
        using var together = new CountdownEvent(Concurrency);
        TaskDefinition task = TestTask.Define("blocks", _ =>
        {
            together.Signal();
            together.Wait(TimeSpan.FromSeconds(30)).ShouldBeTrue();
            return null;
        });
        await using TestApp app = await TestApp.StartAsync([task], worker => worker.Concurrency = Concurrency);

        foreach (AsyncResult sent in await app.SendManyAsync(Signature.Create("blocks"), Concurrency))
        {
            (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Success);
        }
    }

    private static async Task PublishAsync(TestApp app, string task, string body, string contentType = "application/json")
    {
        var message = new TaskMessage
        {
            Headers = new TaskHeaders { Id = "id", Task = task },
            Properties = new MessageProperties { CorrelationId = "id" },
            Body = Encoding.UTF8.GetBytes(body),
            ContentType = contentType,
        };
        await app.Broker.PublishAsync([new BrokerMessage("celery", message)], TestApp.Token);
    }

    private sealed class Scoped : IAsyncDisposable
    {
        public bool IsDisposed { get; private set; }

        public ValueTask DisposeAsync()
        {
            IsDisposed = true;
            return ValueTask.CompletedTask;
        }
    }

    private sealed class Undisposable : IDisposable
    {
        public void Dispose() => throw new InvalidOperationException("cannot be disposed");
    }
}
