namespace Downbeat.Chaos;

/// <summary>A worker that stands still for longer than its lease comes back to a world that went on without it.</summary>
public sealed class FencingTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(4);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_worker_that_stood_still_past_its_lease_cannot_bring_its_late_result()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "there are no signals");
        using var site = new Site();
        using AppProcess first = AppProcess.Start(site, "first", TimeSpan.Zero, "worker");
        string id = await Eye.LookAsync(site, async eye =>
            (await eye.Client.SendAsync(Signature.Create("chaos.slow", [(int)Long.TotalMilliseconds]), Token)).Id);
        await RunsInAsync(site, id, first);

        await StopAsync(site, first);
        using AppProcess second = AppProcess.Start(site, "second", TimeSpan.Zero, "worker");
        await RunsInAsync(site, id, second);

        // The time of the first has passed while it stood still: it ends at once, long before the second.
        first.Continue();
        await Eventually.IsTrueAsync(() => LedgerLine.ReadAll(site.Folder).Any(line => line.What == "done"), "an end of the task");
        TaskResult result = await Eye.LookAsync(site, eye => eye.Client.GetResult(id).WaitAsync(TimeSpan.FromMinutes(1), Token));

        result.State.ShouldBe(TaskState.Success);
        System.Text.Encoding.UTF8.GetString(result.Value.Span).ShouldBe($"{second.Id}", "the result of the one that held the message");
        LedgerLine.ReadAll(site.Folder).Count(line => line.What == "run" && line.TaskId == id).ShouldBe(2);
        await TakesPartAgainAsync(site, first, second);
        (await Eye.LookAsync(site, eye => eye.ResultsAsync())).Select(one => one.Id).ShouldBeUnique();
        site.IsGood = true;
    }

    // One that stands still in the middle of a transaction keeps everybody from writing, which is not what this is about.
    private static async Task StopAsync(Site site, AppProcess process)
    {
        process.Stop();
        while (!await Eye.CanWriteAsync(site))
        {
            process.Continue();
            await Task.Delay(10, Token);
            process.Stop();
        }
    }

    // The one that was fenced off is a worker like any other from then on.
    private static async Task TakesPartAgainAsync(Site site, AppProcess fenced, AppProcess other)
    {
        other.Terminate();
        await other.ExitAsync();
        string id = await Eye.LookAsync(site, async eye => (await eye.Client.SendAsync(Signature.Create("chaos.slow", [1]), Token)).Id);
        await RunsInAsync(site, id, fenced);
        TaskResult result = await Eye.LookAsync(site, eye => eye.Client.GetResult(id).WaitAsync(TimeSpan.FromMinutes(1), Token));
        result.State.ShouldBe(TaskState.Success);
        fenced.Terminate();
        await fenced.ExitAsync();
        (await Eye.LookAsync(site, eye => eye.QueuesAsync())).ShouldAllBe(queue => queue.Ready + queue.Unacknowledged + queue.DeadLetters == 0);
    }

    private static Task RunsInAsync(Site site, string id, AppProcess process)
    {
        return Eventually.IsTrueAsync(
            () => LedgerLine.ReadAll(site.Folder).Any(line => line.What == "run" && line.TaskId == id && line.Process == process.Id),
            $"a run in {process.Role}");
    }
}
