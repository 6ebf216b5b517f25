using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.Admin.TestHost;

/// <summary>Workers and beats that only say that they live, messages that wait, and some that could not be handled.</summary>
internal sealed class DemoFleet(IBroker broker, IScheduleStore store, ITaskClient client, TimeProvider time) : IAsyncDisposable
{
    private static readonly string[] Tasks =
        ["billing.ping", "billing.remind", "media.thumbnails", "rates.fetch", "reports.build", "search.index", "search.rebuild", "shop.carts", "stock.sync"];

    private readonly List<(IBrokerConsumer Consumer, WorkerReport Report)> _workers = [];
    private readonly DateTimeOffset _started = time.GetUtcNow().AddHours(-31);

    public async Task StartAsync()
    {
        await AddDeadLettersAsync();
        await SendAsync("celery", "stock.sync", 37);
        await SendAsync("reports", "reports.build", 4);
        await SendAsync("mail", "mail.newsletter", 812);
        await client.SendAsync(Signature.Create("site.relaunch").After(TimeSpan.FromDays(2)).OnQueue("reports"));
        for (int i = 1; i <= 3; i++)
        {
            IBrokerConsumer consumer = await broker.ConsumeAsync(
                new ConsumerOptions { Queues = i == 3 ? ["reports"] : ["celery", "downbeat.maintenance"], WorkerName = $"worker-{i}@shop", Lease = TimeSpan.FromDays(1) }, CancellationToken.None);
            IReadOnlyList<Delivery> held = await consumer.ReceiveAsync(i == 3 ? 1 : i * 3, CancellationToken.None);
            _workers.Add((consumer, Report(i, held)));
        }

        await RenewAsync();
    }

    public async Task RenewAsync()
    {
        foreach ((IBrokerConsumer consumer, WorkerReport report) in _workers)
        {
            await consumer.RenewAsync(report, CancellationToken.None);
        }

        for (int i = 1; i <= 2; i++)
        {
            await store.Nodes.ReportAsync(Beat(i), CancellationToken.None);
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach ((IBrokerConsumer consumer, _) in _workers)
        {
            await consumer.DisposeAsync();
        }
    }

    private async Task SendAsync(string queue, string task, int count)
    {
        await client.SendAllAsync([.. Enumerable.Range(0, count).Select(i => Signature.Create(task, [i]).OnQueue(queue))]);
    }

    private async Task AddDeadLettersAsync()
    {
        await SendAsync("celery", "legacy.convert", 3);
        await SendAsync("celery", "billing.remind", 2);
        await using IBrokerConsumer consumer = await broker.ConsumeAsync(
            new ConsumerOptions { Queues = ["celery"], WorkerName = "first@shop" }, CancellationToken.None);
        IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(5, CancellationToken.None);
        await consumer.SettleAsync(
            [.. deliveries.Select(delivery => Settlement.DeadLetter(delivery, delivery.Message.Headers.Task == "legacy.convert"
                ? "no worker of this application knows the task 'legacy.convert'"
                : "delivered 5 times without being settled: the worker died each time"))],
            enlisted: null,
            CancellationToken.None);
    }

    private WorkerReport Report(int index, IReadOnlyList<Delivery> held) => new()
    {
        Host = $"node-{index}.shop.internal",
        ProcessId = 4200 + index,
        Version = "0.1.0",
        StartedAt = _started,
        Concurrency = 16,
        Running = held.Count,
        Processed = 90_121 * index,
        Tasks = Tasks,
        RunningIds = [.. held.Select(delivery => delivery.Message.Headers.Id)],
    };

    private NodeReport Beat(int index) => new($"beat@node-{index}.{1700 + index}")
    {
        Host = $"node-{index}.shop.internal",
        ProcessId = 1700 + index,
        Version = "0.1.0",
        StartedAt = _started,
        SeenAt = time.GetUtcNow(),
        TickedAt = time.GetUtcNow(),
        Ticks = 111_600,
        Fires = 48_230,
        WorstLateness = TimeSpan.FromMilliseconds(38),
    };
}
