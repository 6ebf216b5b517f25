using Downbeat.Brokers;
using Downbeat.Hosting;
using Downbeat.ResultBackends;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.Retention;

/// <summary>Words that the suites of retention share.</summary>
public abstract class RetentionTest : ComplianceTest
{
    protected static readonly RetentionRole[] AllRoles = [RetentionRole.Results, RetentionRole.Broker, RetentionRole.Schedule];

    /// <summary>A day, failures a week, reports three at the most.</summary>
    protected static readonly RetentionPolicy Policy = new()
    {
        ResultExpires = TimeSpan.FromDays(1),
        Rules =
        [
            new RetentionRule { State = TaskState.Failure, Keep = TimeSpan.FromDays(7) },
            new RetentionRule { Task = "reports.*", MaxPerTask = 3 },
        ],
    };

    protected IRetention Retention { get; private set; } = null!;

    protected IResultBackend Backend => Get<IResultBackend>();

    protected IBroker Broker => Get<IBroker>();

    protected IScheduleStore Store => Get<IScheduleStore>();

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Retention = Open(Services);
    }

    protected static IRetention Open(IServiceProvider services)
    {
        return services.GetRequiredService<RetentionSet>().ResultBackend ?? throw new InvalidOperationException("The technology cleans nothing.");
    }

    protected Task<CleanupRun> CleanAsync(RetentionPolicy? policy = null, bool isDryRun = false, params RetentionRole[] roles)
    {
        var request = new CleanupRequest("manual", policy ?? Policy, roles.Length == 0 ? AllRoles : roles) { IsDryRun = isDryRun };
        return RunAsync(request);
    }

    private async Task<CleanupRun> RunAsync(CleanupRequest request)
    {
        Task<CleanupRun> run = Get<CleanupEngine>().RunAsync(Retention, request, Token);
        await PassUntilDoneAsync(run);
        return await run;
    }

    /// <summary>Lets the pauses between batches pass, which others who use the database may make necessary.</summary>
    protected Task PassUntilDoneAsync(Task cleanup)
    {
        return Eventually(async () =>
        {
            await Task.WhenAny(cleanup, Task.Delay(TimeSpan.FromMilliseconds(20), TimeProvider.System, Token));
            if (!cleanup.IsCompleted)
            {
                await Fixture.AdvanceAsync(TimeSpan.FromMilliseconds(5));
            }

            return cleanup.IsCompleted;
        });
    }

    /// <summary>Stores a result as a worker does, with the expiry of a policy.</summary>
    protected Task StoreAsync(string id, TaskState state, string? name = "tasks.add", RetentionPolicy? policy = null, TimeSpan? keep = null)
    {
        DateTimeOffset? expiresAt = (policy ?? Policy).ExpiresAt(name, state, Now, keep);
        return Backend.StoreAsync([Samples.Result(id, state, name, Now) with { Keep = keep, ExpiresAt = expiresAt }], Token).AsTask();
    }

    protected async Task<string[]> LeftAsync()
    {
        return [.. (await Backend.QueryAsync(new TaskResultQuery { Page = new Paging.PageRequest { Take = 1_000 } }, Token)).Items.Select(result => result.Id).Order(StringComparer.Ordinal)];
    }

    protected static Dictionary<string, long> Totals(IReadOnlyDictionary<string, RetentionCount> counts)
    {
        return counts.Where(one => one.Value.Total > 0).ToDictionary(one => one.Key, one => one.Value.Total);
    }
}
