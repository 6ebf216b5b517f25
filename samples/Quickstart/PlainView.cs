using System.Text;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;

namespace Quickstart;

/// <summary>What <see cref="LiveView"/> shows, as lines, where the output is no terminal.</summary>
internal static class PlainView
{
    public static async Task<int> RunAsync(IHost app)
    {
        IServiceProvider services = app.Services;
        CancellationToken stopping = services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        IPeriodicTasks periodic = services.GetRequiredService<IPeriodicTasks>();
        try
        {
            await Task.Delay(1_500, stopping);
            foreach (PeriodicTaskEntry task in (await periodic.ListAsync(cancellationToken: stopping)).Items)
            {
                Console.WriteLine($"{task.Name}: {task.Task?.Schedule?.Describe()}; next {task.Row.NextRun:u}");
                await periodic.RunNowAsync(task.Name, stopping);
            }

            await ShowResultsAsync(services.GetRequiredService<IResultBackend>(), stopping);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was asked to end.
        }

        return 0;
    }

    private static async Task ShowResultsAsync(IResultBackend backend, CancellationToken stopping)
    {
        var query = new TaskResultQuery { Page = new Downbeat.Paging.PageRequest { Take = 50 } };
        var shown = new HashSet<string>();
        while (true)
        {
            foreach (TaskResult result in (await backend.QueryAsync(query, stopping)).Items.Reverse())
            {
                if (result.State.IsFinished && shown.Add(result.Id))
                {
                    string outcome = result.Exception is { } error ? $"{error.Type}: {error.Message}" : Encoding.UTF8.GetString(result.Value.Span);
                    Console.WriteLine($"{result.DoneAt:HH:mm:ss.fff} {result.Name} {result.State.Name} after {result.Runtime?.TotalMilliseconds:0.0} ms: {outcome}");
                }
            }

            await Task.Delay(250, stopping);
        }
    }
}
