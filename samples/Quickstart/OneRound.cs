using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.ScheduleStores;

namespace Quickstart;

/// <summary>Runs every periodic task a single time, waits for all of them and tells what came out.</summary>
internal static class OneRound
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    public static async Task<int> RunAsync(IServiceProvider services)
    {
        IPeriodicTasks periodic = services.GetRequiredService<IPeriodicTasks>();
        var sent = new List<(PeriodicTaskEntry Task, AsyncResult Result)>();
        foreach (PeriodicTaskEntry task in (await WaitForSeedsAsync(services, periodic)).OrderBy(IsCleanup))
        {
            sent.Add((task, await periodic.RunNowAsync(task.Name)));
        }

        var summary = new JsonArray();
        bool isGood = true;
        foreach ((PeriodicTaskEntry task, AsyncResult result) in sent)
        {
            TaskResult end = await result.WaitAsync(Patience);
            isGood &= end.State == TaskState.Success;
            summary.Add(new JsonObject
            {
                ["name"] = task.Name,
                ["task"] = task.Row.Task,
                ["schedule"] = task.Task?.Schedule?.Describe(),
                ["state"] = end.State.Name,
                ["attempts"] = end.Retries + 1,
                ["seconds"] = end.Runtime?.TotalSeconds,
                ["result"] = end.Value.IsEmpty ? null : JsonNode.Parse(end.Value.Span),
                ["error"] = end.Exception?.Message,
            });
        }

        Console.WriteLine(new JsonObject { ["ok"] = isGood, ["tasks"] = summary }.ToJsonString(new JsonSerializerOptions { WriteIndented = true }));
        return isGood ? 0 : 1;
    }

    // Periodic tasks are written to the store while the program starts.
    private static async Task<IReadOnlyList<PeriodicTaskEntry>> WaitForSeedsAsync(IServiceProvider services, IPeriodicTasks periodic)
    {
        int expected = services.GetRequiredService<Downbeat.Tasks.TaskRegistry>().All.Sum(task => task.Periodics.Count) + 1;
        using var patience = new CancellationTokenSource(Patience);
        while (true)
        {
            IReadOnlyList<PeriodicTaskEntry> tasks = (await periodic.ListAsync(cancellationToken: patience.Token)).Items;
            if (tasks.Count >= expected)
            {
                return tasks;
            }

            await Task.Delay(50, patience.Token);
        }
    }

    private static bool IsCleanup(PeriodicTaskEntry task) => task.Row.Origin == PeriodicTaskAuthor.BuiltInOrigin;
}
