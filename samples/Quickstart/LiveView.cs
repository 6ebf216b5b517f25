using System.Text;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Spectre.Console;

namespace Quickstart;

/// <summary>Shows in the terminal what fires next, what came out, and how the result backend is kept small.</summary>
internal static class LiveView
{
    public static async Task<int> RunAsync(IHost app)
    {
        IServiceProvider services = app.Services;
        CancellationToken stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        Task kickOff = KickOffAsync(services.GetRequiredService<IPeriodicTasks>(), stopping);
        await AnsiConsole.Live(new Text("Starting …")).StartAsync(async live =>
        {
            while (!stopping.IsCancellationRequested)
            {
                live.UpdateTarget(await DrawAsync(services));
                await Task.Delay(250, stopping).ContinueWith(static _ => { }, TaskScheduler.Default);
            }
        });
        await kickOff.ContinueWith(static _ => { }, TaskScheduler.Default);
        return 0;
    }

    // Sunset and four o'clock may be hours away: every periodic task is run once, so that there is something to see.
    private static async Task KickOffAsync(IPeriodicTasks periodic, CancellationToken stopping)
    {
        await Task.Delay(1_500, stopping);
        foreach (PeriodicTaskEntry task in (await periodic.ListAsync(cancellationToken: stopping)).Items)
        {
            await periodic.RunNowAsync(task.Name, stopping);
        }
    }

    private static async Task<Grid> DrawAsync(IServiceProvider services)
    {
        DateTimeOffset now = DateTimeOffset.UtcNow;
        var grid = new Grid().AddColumn();
        grid.AddRow(new Markup("[bold]Downbeat[/] quickstart   [grey]Ctrl+C ends it; see also: -- --once, -- periodic list, -- periodic history[/]"));
        grid.AddRow(await PeriodicTasksAsync(services.GetRequiredService<IPeriodicTasks>(), now));
        grid.AddRow(await ResultsAsync(services.GetRequiredService<IResultBackend>()));
        grid.AddRow(new Text(await FootAsync(services)));
        return grid;
    }

    private static async Task<Table> PeriodicTasksAsync(IPeriodicTasks periodic, DateTimeOffset now)
    {
        Table table = Create("Periodic tasks", "name", "schedule", "next", "runs", "last outcome");
        foreach (PeriodicTaskEntry task in (await periodic.ListAsync()).Items)
        {
            string next = !task.Row.Enabled ? task.Row.DisabledReason ?? "disabled"
                : task.Row.NextRun is { } at ? $"in {(at > now ? at - now : TimeSpan.Zero):hh\\:mm\\:ss}" : "–";
            table.AddRow(
                new Text(task.Name), new Text(task.Task?.Schedule?.Describe() ?? task.Row.Schedule), new Text(next), new Text($"{task.Row.TotalRuns}"), State(task.Row.LastOutcome));
        }

        return table;
    }

    private static async Task<Table> ResultsAsync(IResultBackend backend)
    {
        Table table = Create("Newest results", "task", "state", "attempt", "took", "result");
        var query = new TaskResultQuery { Page = new Downbeat.Paging.PageRequest { Take = 9 } };
        foreach (TaskResult result in (await backend.QueryAsync(query, CancellationToken.None)).Items)
        {
            string text = result.Exception is { } error ? $"{error.Type}: {error.Message}"
                : result.Progress is { } progress && !result.State.IsFinished ? $"{progress.Done:0} of {progress.Total:0} {progress.Message}"
                : Encoding.UTF8.GetString(result.Value.Span);
            table.AddRow(
                new Text(result.Name ?? "–"),
                State(result.State.Name),
                new Text($"{result.Retries + 1}"),
                new Text(result.Runtime is { } took ? $"{took.TotalMilliseconds:0.0} ms" : "–"),
                new Text(text.Length > 70 ? text[..69] + "…" : text));
        }

        return table;
    }

    private static async Task<string> FootAsync(IServiceProvider services)
    {
        IReadOnlyList<QueueInfo> queues = await services.GetRequiredService<IBroker>().Queues.ListAsync(CancellationToken.None);
        string depth = string.Join(", ", queues.Select(queue => $"{queue.Name} {queue.Ready + queue.Delayed} waiting, {queue.Unacknowledged} held"));
        IRetention retention = services.GetRequiredService<RetentionSet>().ResultBackend!;
        CleanupRun? run = (await retention.Runs.ListAsync(1, CancellationToken.None)) is [var latest, ..] ? latest : null;
        string cleanup = run is null ? "has not run yet"
            : $"{run.Outcome} at {run.StartedAt:HH:mm:ss} UTC, {run.Deleted.Values.Sum(count => count.Total)} rows deleted in {run.Batches} batches";
        return $"Queues: {depth}\nCleanup: {cleanup}; the file has {await retention.MeasureAsync(CancellationToken.None) / 1024:N0} KiB\n"
            + $"Health: {services.GetRequiredService<HealthEndpoint>().Url}/readyz";
    }

    private static Text State(string? state)
    {
        Color color = state switch { "SUCCESS" => Color.Green, "FAILURE" => Color.Red, "RETRY" => Color.Yellow, _ => Color.Grey };
        return new Text(state ?? "–", new Style(color));
    }

    private static Table Create(string title, params string[] columns)
    {
        var table = new Table { Title = new TableTitle(title), Border = TableBorder.Rounded, Expand = true };
        foreach (string column in columns)
        {
            table.AddColumn(column);
        }

        return table;
    }
}
