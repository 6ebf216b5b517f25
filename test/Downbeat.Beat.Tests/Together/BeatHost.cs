using System.Collections.Concurrent;
using Downbeat.Beat.Hosting;
using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Downbeat.Beat.Tests.Together;

/// <summary>An application with a beat on real SQLite files. Several of them on one file stand for several processes: they share nothing but the file.</summary>
internal sealed class BeatHost : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly LogList _logs = new();
    private bool _isRunning;

    public BeatHost(Files files, TimeProvider? time = null, Action<BeatOptions>? beat = null, Action<IDownbeatBuilder>? configure = null)
    {
        HostApplicationBuilder builder = Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Logging.ClearProviders().AddProvider(_logs).SetMinimumLevel(LogLevel.Information);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddDownbeat(downbeat =>
        {
            downbeat.UseSqlite(files.Store);
            if (files.Broker != files.Store)
            {
                downbeat.UseSqliteBroker(files.Broker);
            }

            configure?.Invoke(downbeat);
            downbeat.AddBeat(options =>
            {
                // The cleanup's own periodic task would only be in the way of counting.
                options.PruneDelay = TimeSpan.FromDays(30);
                beat?.Invoke(options);
            });
        });
        builder.Services.Configure<DownbeatOptions>(options => options.Retention = options.Retention with { ResultExpires = null });
        _host = builder.Build();
    }

    public IServiceProvider Services => _host.Services;

    public IPeriodicTasks Tasks => Services.GetRequiredService<IPeriodicTasks>();

    public IScheduleStore Store => Services.GetRequiredService<IScheduleStore>();

    public IBroker Broker => Services.GetRequiredService<IBroker>();

    public IResultBackend Results => Services.GetRequiredService<IResultBackend>();

    public BeatHealth Health => Services.GetRequiredService<BeatHealth>();

    public IReadOnlyCollection<(LogLevel Level, int Id, string Text)> Logs => _logs.Lines;

    public async Task<BeatHost> StartAsync()
    {
        _isRunning = true;
        await _host.StartAsync(TestContext.Current.CancellationToken);
        return this;
    }

    public async Task StopAsync()
    {
        if (_isRunning)
        {
            _isRunning = false;
            await _host.StopAsync(CancellationToken.None);
        }
    }

    /// <summary>All fires of the store or of one periodic task, oldest first.</summary>
    public async Task<List<Fire>> FiresAsync(Guid? periodicTask = null)
    {
        var fires = new List<Fire>();
        string? after = null;
        do
        {
            var query = new FireQuery { PeriodicTaskId = periodicTask, Page = new PageRequest { Take = PageRequest.MaxTake, After = after } };
            Page<Fire> page = await Store.Fires.QueryAsync(query, TestContext.Current.CancellationToken);
            fires.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        fires.Reverse();
        return fires;
    }

    /// <summary>The task ids of all messages that are ready on a queue; they are given back.</summary>
    public async Task<List<string>> MessagesAsync(string queue = "celery")
    {
        CancellationToken token = TestContext.Current.CancellationToken;
        long ready = (await Broker.Queues.ListAsync(token)).Where(one => one.Name == queue).Sum(one => one.Ready);
        var ids = new List<string>();
        await using IBrokerConsumer consumer =
            await Broker.ConsumeAsync(new ConsumerOptions { Queues = [queue], WorkerName = $"test@{Guid.NewGuid()}" }, token);
        while (ids.Count < ready)
        {
            ids.AddRange((await consumer.ReceiveAsync((int)(ready - ids.Count), token)).Select(delivery => delivery.Message.Headers.Id));
        }

        return ids;
    }

    public async Task<PeriodicTaskRow> RowAsync(string name) => (await Tasks.FindAsync(name, TestContext.Current.CancellationToken))!.Row;

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        await ((IAsyncDisposable)_host).DisposeAsync();
    }

    private sealed class LogList : ILoggerProvider, ILogger
    {
        public ConcurrentQueue<(LogLevel Level, int Id, string Text)> Lines { get; } = new();

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
        {
            Lines.Enqueue((logLevel, eventId.Id, $"{formatter(state, exception)} {exception}"));
        }

        public void Dispose()
        {
        }
    }
}
