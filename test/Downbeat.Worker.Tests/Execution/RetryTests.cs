using System.Collections.Concurrent;
using Downbeat.Tasks;
using Downbeat.Worker.Tests.Support;

namespace Downbeat.Worker.Tests.Execution;

public sealed class RetryTests
{
    private static readonly RetryPolicy Quick = new() { MaxRetries = 3, Delay = TimeSpan.FromMilliseconds(1) };

    [Fact]
    public async Task A_failed_run_is_tried_again_under_its_own_id_with_all_its_headers()
    {
        var attempts = new ConcurrentQueue<(int Attempt, string Id, string? Tenant)>();
        TaskDefinition task = TestTask.Define(
            "flaky",
            call =>
            {
                attempts.Enqueue((call.Context.Attempt, call.Context.TaskId, call.Context.Headers["tenant"].GetString()));
                return call.Context.Attempt == 3 ? "third time" : throw new TimeoutException("not yet");
            },
            options => options.Retry = Quick);
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("flaky").WithHeader("tenant", "acme"));

        result.State.ShouldBe(TaskState.Success);
        result.Retries.ShouldBe(2);
        result.Exception.ShouldBeNull();
        result.NextRetryAt.ShouldBeNull();
        attempts.ShouldBe([(1, result.Id, "acme"), (2, result.Id, "acme"), (3, result.Id, "acme")]);
    }

    [Fact]
    public async Task A_run_that_waits_for_its_retry_says_so_and_when()
    {
        TaskDefinition task = TestTask.Define("busy", static _ => throw new RetryException("busy", TimeSpan.FromHours(1)));
        await using TestApp app = await TestApp.StartAsync([task]);

        AsyncResult sent = await app.SendAsync(Signature.Create("busy"));
        await app.WaitAsync(sent.Id, TaskState.Retry);

        TaskResult result = (await sent.ReadAsync(TestApp.Token)).ShouldNotBeNull();
        result.NextRetryAt!.Value.ShouldBeGreaterThan(result.StartedAt!.Value.AddMinutes(59));
        result.Exception!.Message.ShouldBe("busy");
        result.DoneAt.ShouldBeNull();
        app.File.Count("SELECT count(*) FROM downbeat_message WHERE state = 1").ShouldBe(1);
    }

    [Fact]
    public async Task The_last_failure_is_the_result()
    {
        TaskDefinition task = TestTask.Define("hopeless", call => throw new TimeoutException($"attempt {call.Context.Attempt}"), options => options.Retry = Quick);
        await using TestApp app = await TestApp.StartAsync([task]);

        TaskResult result = await app.RunAsync(Signature.Create("hopeless"));

        result.State.ShouldBe(TaskState.Failure);
        result.Retries.ShouldBe(3);
        result.Exception!.Message.ShouldBe("attempt 4");
    }

    [Fact]
    public async Task A_retry_of_a_revoked_task_does_not_run()
    {
        var runs = new Gate();
        TaskDefinition task = TestTask.DefineAsync("busy", async call =>
        {
            await runs.PassDeafAsync();
            throw new RetryException("busy", TimeSpan.FromMilliseconds(1));
        });
        await using TestApp app = await TestApp.StartAsync([task]);
        AsyncResult sent = await app.SendAsync(Signature.Create("busy"));
        await runs.EnteredAsync();

        await sent.RevokeAsync(terminate: false, cancellationToken: TestApp.Token);
        runs.Open();

        (await app.WaitAsync(sent.Id)).State.ShouldBe(TaskState.Revoked);
        runs.Entered.ShouldBe(1);
    }
}
