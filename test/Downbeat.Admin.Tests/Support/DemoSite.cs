using Downbeat.Admin.TestHost;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Admin.Tests.Support;

/// <summary>A site with something on every page; shared by the tests that only look.</summary>
public sealed class DemoSite : IAsyncLifetime
{
    private DemoFleet? _fleet;

    internal AdminSite Site { get; private set; } = null!;

    internal IReadOnlyList<PeriodicTaskEntry> Tasks { get; private set; } = [];

    internal string FailureId { get; private set; } = "";

    /// <summary>Lets workers and beats say that they still live.</summary>
    internal Task RenewAsync() => _fleet!.RenewAsync();

    internal string[] Pages => PageList.Of(Tasks[0], FailureId);

    public async ValueTask InitializeAsync()
    {
        Site = await AdminSite.StartAsync(time: TimeProvider.System);
        Tasks = await DemoPeriodicTasks.AddAsync(Site.Tasks, 60);
        await ActivatorUtilities.CreateInstance<DemoHistory>(Site.Get<IServiceProvider>()).AddAsync([.. Tasks.Where(task => task.Name != "Relaunch").Take(20)], perTask: 10);
        await DemoCleanups.AddAsync(Site.Get<RetentionSet>(), TimeProvider.System.GetUtcNow());
        _fleet = ActivatorUtilities.CreateInstance<DemoFleet>(Site.Get<IServiceProvider>());
        await _fleet.StartAsync();
        Paging.Page<TaskResult> failures = await Site.Get<IResultBackend>().QueryAsync(new TaskResultQuery { State = TaskState.Failure }, CancellationToken.None);
        FailureId = failures.Items[0].Id;
    }

    public async ValueTask DisposeAsync()
    {
        await _fleet!.DisposeAsync();
        await Site.DisposeAsync();
    }
}
