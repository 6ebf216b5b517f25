using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace Downbeat.Chaos;

/// <summary>
/// Looks at the files through the seams of the kernel. It is opened for a look and closed again, so that the files are really left alone when
/// everybody is killed.
/// </summary>
internal sealed class Eye : IAsyncDisposable
{
    private readonly Site _site;
    private readonly ServiceProvider _services;

    public Eye(Site site)
    {
        _site = site;
        var services = new ServiceCollection();
        services.AddLogging(static logging => logging.ClearProviders());
        services.AddDownbeat(downbeat =>
        {
            downbeat.AddSqlite();
            downbeat.AddPostgreSql();
            downbeat.Services.Configure<DownbeatOptions>(options => (options.Store, options.Broker, options.ResultBackend) = (site.Store, site.Broker, site.Store));
        });
        _services = services.BuildServiceProvider();
    }

    public IPeriodicTasks Tasks => _services.GetRequiredService<IPeriodicTasks>();

    public IBroker Broker => _services.GetRequiredService<IBroker>();

    public ITaskClient Client => _services.GetRequiredService<ITaskClient>();

    public IScheduleStore Store => _services.GetRequiredService<IScheduleStore>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Takes a single look.</summary>
    public static async Task<T> LookAsync<T>(Site site, Func<Eye, Task<T>> look)
    {
        await using var eye = new Eye(site);
        return await look(eye);
    }

    /// <summary>The process ids of those who consume: workers, and beats, which consume the maintenance queue.</summary>
    public async Task<HashSet<int>> LivingAsync()
    {
        return [.. (await Broker.Workers.ListAsync(Token)).Where(worker => worker.IsAlive).Select(worker => worker.Report.ProcessId)];
    }

    public Task<IReadOnlyList<QueueInfo>> QueuesAsync() => Broker.Queues.ListAsync(Token).AsTask();

    public async Task<List<TaskResult>> ResultsAsync()
    {
        IResultBackend backend = _services.GetRequiredService<IResultBackend>();
        return await PagesAsync(page => backend.QueryAsync(new TaskResultQuery { Page = page }, Token));
    }

    public Task<List<Fire>> FiresAsync() => PagesAsync(page => Store.Fires.QueryAsync(new FireQuery { Page = page }, Token));

    public async Task<IReadOnlyList<PeriodicTaskEntry>> PeriodicAsync() => (await Tasks.ListAsync(cancellationToken: Token)).Items;

    /// <summary>Asks SQLite whether its files are whole.</summary>
    public async Task<IReadOnlyList<string>> CheckFilesAsync()
    {
        var answers = new List<string>();
        foreach (string file in _site.Files)
        {
            await using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
            await connection.OpenAsync(Token);
            await using SqliteCommand command = connection.CreateCommand();
            command.CommandText = "PRAGMA integrity_check";
            answers.Add((string)(await command.ExecuteScalarAsync(Token))!);
        }

        return answers;
    }

    /// <summary>Whether the store can be written right now: nobody is in the middle of a transaction.</summary>
    public static async Task<bool> CanWriteAsync(Site site)
    {
        await using var connection = new SqliteConnection($"Data Source={site.Files[0]};Pooling=False;Default Timeout=1");
        await connection.OpenAsync(Token);
        await using SqliteCommand command = connection.CreateCommand();
        command.CommandText = "BEGIN IMMEDIATE; ROLLBACK";
        try
        {
            await command.ExecuteNonQueryAsync(Token);
            return true;
        }
        catch (SqliteException exception) when (exception.SqliteErrorCode == SQLitePCL.raw.SQLITE_BUSY)
        {
            return false;
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static async Task<List<T>> PagesAsync<T>(Func<PageRequest, ValueTask<Page<T>>> read)
    {
        var all = new List<T>();
        string? after = null;
        do
        {
            Page<T> page = await read(new PageRequest { Take = PageRequest.MaxTake, After = after });
            all.AddRange(page.Items);
            after = page.Next;
        }
        while (after is not null);

        return all;
    }
}
