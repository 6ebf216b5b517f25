using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Downbeat.Serialization;

namespace Downbeat.Admin.Tests.Support;

/// <summary>The same text in every place where others can put one.</summary>
internal static class EvilData
{
    public const string ResultId = "evil-1";

    public static async Task<PeriodicTaskEntry> AddAsync(AdminSite site, string text)
    {
        PeriodicTaskEntry entry = await site.Tasks.AddAsync(
            new PeriodicTask(text, text)
            {
                Schedule = Schedule.Parse("interval: 1 hour"), Description = text, Queue = text, Exchange = text, RoutingKey = text, Tags = [text.Replace(',', ' ')[..40]],
                Args = [text], Kwargs = new JsonObject { [text] = text }, Headers = new JsonObject { ["h"] = text },
            },
            new PeriodicTaskAuthor(text, "admin"),
            AdminSite.Token);
        await site.Tasks.RunNowAsync(text, AdminSite.Token);
        await site.Tasks.DisableAsync(text, text, cancellationToken: AdminSite.Token);
        await site.Get<IResultBackend>().StoreAsync([Result(ResultId, text), Result(text, text)], AdminSite.Token);
        await AddMessagesAsync(site, text);
        await site.Store.Nodes.ReportAsync(new NodeReport(text) { Host = text, Version = text, SeenAt = AdminSite.Noon }, AdminSite.Token);
        await site.Get<RetentionSet>().ResultBackend!.Runs.SaveAsync(
            new CleanupRun
            {
                Id = Guid.NewGuid(), Trigger = text, Policy = text, StartedAt = AdminSite.Noon, SeenAt = AdminSite.Noon, Outcome = CleanupRun.Failed, Error = text,
                Deleted = new Dictionary<string, RetentionCount>(StringComparer.Ordinal) { [text] = RetentionCount.Of(3) },
            },
            AdminSite.Token);
        return entry;
    }

    private static TaskResult Result(string id, string text) => new()
    {
        Id = id, State = TaskState.Failure, Name = text, Args = Json(new JsonArray(text)), Kwargs = Json(new JsonObject { [text] = text }), Worker = text, Queue = text,
        PeriodicTaskName = text, GroupId = text, ParentId = text, RootId = text, DoneAt = AdminSite.Noon, StartedAt = AdminSite.Noon,
        Exception = new ExceptionInfo { Type = text, Args = [JsonSerializer.SerializeToElement(text)], Traceback = text },
    };

    private static async Task AddMessagesAsync(AdminSite site, string text)
    {
        ITaskClient client = site.Get<ITaskClient>();
        await client.SendAsync(Signature.Create(text, [text]).OnQueue(text), AdminSite.Token);
        await client.SendAsync(Signature.Create(text, [text]).OnQueue(text), AdminSite.Token);
        await using IBrokerConsumer consumer = await site.Get<IBroker>().ConsumeAsync(
            new ConsumerOptions { Queues = [text], WorkerName = text }, AdminSite.Token);
        IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(1, AdminSite.Token);
        await consumer.SettleAsync([Settlement.DeadLetter(deliveries[0], text)], enlisted: null, AdminSite.Token);
        await consumer.RenewAsync(new WorkerReport { Host = text, Version = text, Tasks = [text], RunningIds = [text] }, AdminSite.Token);
    }

    private static byte[] Json(JsonNode node) => Encoding.UTF8.GetBytes(node.ToJsonString());
}
