using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.Tasks;
using Downbeat.Worker.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Tests.Support;

/// <summary>An application with a worker on a SQLite file of its own, or on one that others use too.</summary>
internal sealed class TestApp : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly TempFile? _ownFile;
    private bool _isStopped;

    private TestApp(ServiceProvider services, TempFile file, TempFile? ownFile, LogLines log)
    {
        _services = services;
        _ownFile = ownFile;
        File = file;
        Log = log;
    }

    /// <summary>Cancelled when the test is.</summary>
    public static CancellationToken Token => TestContext.Current.CancellationToken;

    public TempFile File { get; }

    public LogLines Log { get; }

    public IServiceProvider Services => _services;

    public ITaskClient Client => _services.GetRequiredService<ITaskClient>();

    public IBroker Broker => _services.GetRequiredService<IBroker>();

    public IResultBackend Backend => _services.GetRequiredService<IResultBackend>();

    /// <summary>Builds it without starting its worker.</summary>
    public static TestApp Build(
        IEnumerable<TaskDefinition> tasks,
        Action<WorkerOptions>? worker = null,
        Action<IServiceCollection>? configure = null,
        TempFile? file = null,
        LogLevel level = LogLevel.Debug)
    {
        TempFile? own = file is null ? new TempFile() : null;
        var log = new LogLines();
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.SetMinimumLevel(level).AddProvider(log));
        IDownbeatBuilder builder = services.AddDownbeat(downbeat => downbeat.UseSqlite((file ?? own)!.Path));
        foreach (TaskDefinition task in tasks)
        {
            builder.AddTask(task);
        }

        builder.AddWorker(worker);
        configure?.Invoke(services);
        return new TestApp(services.BuildServiceProvider(), (file ?? own)!, own, log);
    }

    public static async Task<TestApp> StartAsync(
        IEnumerable<TaskDefinition> tasks,
        Action<WorkerOptions>? worker = null,
        Action<IServiceCollection>? configure = null,
        TempFile? file = null,
        LogLevel level = LogLevel.Debug)
    {
        TestApp app = Build(tasks, worker, configure, file, level);
        await app.StartAsync();
        return app;
    }

    public async Task StartAsync()
    {
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StartAsync(CancellationToken.None);
        }
    }

    public Task StopAsync() => StopUnlessAsync(CancellationToken.None);

    public async Task StopUnlessAsync(CancellationToken forced)
    {
        _isStopped = true;
        foreach (IHostedService service in _services.GetServices<IHostedService>())
        {
            await service.StopAsync(forced);
        }
    }

    public Task<AsyncResult> SendAsync(Signature signature) => Client.SendAsync(signature, Token);

    public Task<IReadOnlyList<AsyncResult>> SendManyAsync(Signature signature, int count)
    {
        return Client.SendAllAsync([.. Enumerable.Repeat(signature, count)], Token);
    }

    public async Task<TaskResult> RunAsync(Signature signature) => await WaitAsync((await SendAsync(signature)).Id);

    public Task<TaskResult> WaitAsync(string id) => Client.GetResult(id).WaitAsync(TimeSpan.FromSeconds(30), Token);

    public Task WaitAsync(string id, TaskState state)
    {
        return Until.TrueAsync(async () => await StateAsync(id) == state, $"{id} is {state}");
    }

    public Task<TaskState> StateAsync(string id) => Client.GetResult(id).GetStateAsync(Token);

    public async Task<IReadOnlyList<DeadLetter>> DeadLettersAsync()
    {
        return (await Broker.DeadLetters.ListAsync(DeadLetterSelection.All, PageRequest.First, Token)).Items;
    }

    public async Task<QueueInfo> QueueAsync(string name = "celery")
    {
        return (await Broker.Queues.ListAsync(Token)).FirstOrDefault(queue => queue.Name == name) ?? new QueueInfo(name, 0, 0, 0, 0, null);
    }

    public Task SettledAsync()
    {
        return Until.TrueAsync(() => File.Count("SELECT count(*) FROM downbeat_message") == 0, "every message is settled");
    }

    public async ValueTask DisposeAsync()
    {
        if (!_isStopped)
        {
            await StopUnlessAsync(new CancellationToken(canceled: true));
        }

        await _services.DisposeAsync();
        _ownFile?.Dispose();
    }
}
