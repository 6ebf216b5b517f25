using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Tests.Together;

/// <summary>Compares fires and messages with what the schedules themselves say.</summary>
internal static class Occurrences
{
    /// <summary>
    /// Of each periodic task every occurrence, one after the other, has one published fire up to where the task has come; of each fire there is one
    /// message, whose id is made of store, periodic task and occurrence; and there are no others.
    /// </summary>
    public static async Task CheckAsync(BeatHost host, Files files, IReadOnlyList<string> names, TimeSpan every)
    {
        var store = Guid.Parse((string)(await Sql.ReadAsync(files.Store, "SELECT value FROM downbeat_meta WHERE key = 'store_id'"))!);
        List<string> messages = await host.MessagesAsync();
        var expected = new List<string>();
        foreach (string name in names)
        {
            PeriodicTaskRow row = await host.RowAsync(name);
            List<Fire> fires = await host.FiresAsync(row.Id);
            fires.Select(fire => fire.Nominal)
                .ShouldBe(Enumerable.Range(1, fires.Count).Select(k => row.Anchor!.Value + (k * every)), $"the occurrences of {name}, one after the other");
            fires.ShouldAllBe(fire => fire.Outcome == FireOutcome.Published && fire.TaskId == FireIds.Scheduled(store, row.Id, fire.Nominal).ToString());
            row.TotalRuns.ShouldBe(fires.Count);
            row.LastTaskId.ShouldBe(fires[^1].TaskId);
            row.LastRun.ShouldBe(fires[^1].FiredAt);
            row.Watermark.ShouldBe(fires[^1].Nominal);
            expected.AddRange(fires.Select(fire => fire.TaskId));
        }

        messages.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal), "one message for each fire");
    }
}
