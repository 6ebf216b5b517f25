using System.Text;
using Downbeat.Brokers;
using Downbeat.Protocol;
using Microsoft.Extensions.DependencyInjection;

// Uses a file as a process of its own: <verb> <file> [<prefix> <count>]. It says "ready", waits for a line, and tells on its output what it did.
string verb = args[0];
await using ServiceProvider services = new ServiceCollection()
    .AddLogging()
    .AddDownbeat(downbeat => downbeat.UseSqlite(args[1])).Services
    .BuildServiceProvider();
IBroker broker = services.GetRequiredService<IBroker>();
Console.WriteLine("ready");
Console.ReadLine();
switch (verb)
{
    case "check":
        await broker.CheckAsync(CancellationToken.None);
        Console.WriteLine("ok");
        break;
    case "publish":
        for (int i = 0; i < int.Parse(args[3], System.Globalization.CultureInfo.InvariantCulture); i++)
        {
            await PublishAsync($"{args[2]}{i}");
        }

        break;
    case "consume":
        await ConsumeAsync(settles: true);
        break;
    case "hold":
        await ConsumeAsync(settles: false);
        break;
    default:
        return 1;
}

return 0;

async Task PublishAsync(string id)
{
    var message = new TaskMessage
    {
        Headers = new TaskHeaders { Task = "task", Id = id, RootId = id },
        Properties = new MessageProperties { CorrelationId = id },
        Body = Encoding.UTF8.GetBytes("[[], {}, {}]"),
    };
    await broker.PublishAsync([new BrokerMessage("celery", message)], CancellationToken.None);
    Console.WriteLine(id);
}

async Task ConsumeAsync(bool settles)
{
    using var stop = new CancellationTokenSource();
    var options = new ConsumerOptions
    {
        Queues = ["celery"],
        WorkerName = $"worker@{Environment.ProcessId}",
        Lease = TimeSpan.FromSeconds(2),
    };
    await using IBrokerConsumer consumer = await broker.ConsumeAsync(options, CancellationToken.None);
    Task beating = BeatAsync(consumer, stop.Token);
    Task asked = Task.Run(() =>
    {
        Console.ReadLine();
        stop.Cancel();
    });
    try
    {
        while (true)
        {
            IReadOnlyList<Delivery> deliveries = await consumer.ReceiveAsync(4, stop.Token);
            foreach (Delivery delivery in deliveries)
            {
                Console.WriteLine($"got {delivery.Message.Headers.Id}");
            }

            if (settles)
            {
                Settlement[] settlements = [.. deliveries.Select(Settlement.Acknowledge)];
                foreach (Settlement settled in await consumer.SettleAsync(settlements, enlisted: null, CancellationToken.None))
                {
                    Console.WriteLine($"done {settled.Delivery.Message.Headers.Id}");
                }
            }
        }
    }
    catch (OperationCanceledException)
    {
        await Task.WhenAll(beating, asked);
    }
}

static async Task BeatAsync(IBrokerConsumer consumer, CancellationToken stopping)
{
    using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
    while (!stopping.IsCancellationRequested)
    {
        await timer.WaitForNextTickAsync(CancellationToken.None);
        await consumer.RenewAsync(new WorkerReport(), CancellationToken.None);
    }
}
