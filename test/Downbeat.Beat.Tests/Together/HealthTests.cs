using System.Diagnostics.Metrics;
using Downbeat.Diagnostics;
using Downbeat.Hosting;
using Downbeat.Retention;
using Downbeat.ScheduleStores;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Beat.Tests.Together;

/// <summary>What those who watch a beat see, and what it does for itself.</summary>
public sealed class HealthTests : Timed
{
    public HealthTests() => Host = new BeatHost(Files, Time, options => options.Name = "beat one");

    [Fact]
    public async Task A_beat_that_cannot_tick_is_not_ready_until_it_can_again()
    {
        IReadinessCheck check = Host.Services.GetServices<IReadinessCheck>().Single(one => one.Name == "beat");
        (await check.CheckAsync(Token)).IsReady.ShouldBeTrue();
        await Host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await Host.StartAsync();
        await UntilAsync(() => Task.FromResult(Host.Health.Current.Ticks > 0), "the first tick");
        (await check.CheckAsync(Token)).IsReady.ShouldBeTrue();

        await using (SqliteConnection other = await Sql.OpenAsync(Files.Store))
        {
            await using SqliteTransaction holdsTheLock = other.BeginTransaction(deferred: false);
            Pass(TimeSpan.FromMinutes(1));
            await UntilAsync(async () => !(await check.CheckAsync(Token)).IsReady, "not ready");
            (await check.CheckAsync(Token)).Detail.ShouldStartWith("no tick for ");
        }

        await UntilAsync(async () => (await check.CheckAsync(Token)).IsReady, "ready");
        await FiresAsync(1);
    }

    [Fact]
    public async Task A_beat_reports_itself()
    {
        await Host.Tasks.AddAsync(Minutely, cancellationToken: Token);
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(1));
        await FiresAsync(1);
        NodeReport? report = null;
        await UntilAsync(
            async () => (report = (await Host.Store.Nodes.ListAsync(Token)).SingleOrDefault(node => node.Name == "beat one")) is { Fires: 1 }, "the report");

        report!.ShouldSatisfyAllConditions(
            node => node.ProcessId.ShouldBe(Environment.ProcessId),
            node => node.Host.ShouldBe(Environment.MachineName),
            node => node.StartedAt.ShouldBeGreaterThanOrEqualTo(Start),
            node => node.SeenAt.ShouldBeGreaterThan(node.StartedAt),
            node => node.TickedAt.ShouldNotBeNull(),
            node => node.Ticks.ShouldBeGreaterThan(0));
    }

    [Fact]
    public async Task A_beat_prunes_the_history_and_those_that_died_without_any_worker()
    {
        await Host.DisposeAsync();
        Host = new BeatHost(
            Files, Time, options => (options.PruneDelay, options.PruneInterval) = (TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(1)),
            builder => builder.Services.PostConfigure<DownbeatOptions>(options =>
                options.Retention = options.Retention with { FiresKeep = TimeSpan.FromMinutes(30), CleanupRunsKeep = TimeSpan.FromHours(1) }));
        await Host.Store.Nodes.ReportAsync(new NodeReport("dead"), Token);
        await Host.Tasks.AddAsync(Minutely with { CatchUp = CatchUp.All }, cancellationToken: Token);
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(5));
        await FiresAsync(5);
        Pass(TimeSpan.FromDays(2));
        await UntilAsync(
            async () => (await Host.FiresAsync()).All(fire => fire.FiredAt > Start.AddHours(1))
                && (await Host.Store.Nodes.ListAsync(Token)).All(node => node.Name != "dead"),
            "pruning");

        ICleanupRuns runs = Host.Services.GetRequiredService<RetentionSet>().Store!.Runs;
        CleanupRun? run = null;
        await UntilAsync(async () => (run = (await runs.ListAsync(100, Token)).FirstOrDefault(one => one.EndedAt is not null)) is not null, "a run's end");
        run!.Trigger.ShouldBe("beat");
        Pass(TimeSpan.FromHours(3));
        await UntilAsync(async () => (await runs.ListAsync(100, Token)).All(one => one.Id != run.Id), "the pruning of runs");
        (await Host.RowAsync("minutely")).TotalRuns.ShouldBeGreaterThanOrEqualTo(5);
    }

    [Fact]
    public async Task A_beat_counts_what_it_does()
    {
        var sums = new Dictionary<string, double>(StringComparer.Ordinal);
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, self) =>
        {
            if (instrument.Meter.Name == Telemetry.Name && instrument.Name.StartsWith("downbeat.beat.", StringComparison.Ordinal))
            {
                self.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        listener.Start();
        await Host.Tasks.AddAsync(Minutely with { CatchUp = CatchUp.None }, cancellationToken: Token);
        await Host.StartAsync();
        Pass(TimeSpan.FromMinutes(5));
        await FiresAsync(2);

        // Other tests beat at the same time and count as well. What was done is counted a moment after it is there to be seen.
        string[] counted = ["downbeat.beat.outbox", "downbeat.beat.ticks", "downbeat.beat.lateness", "downbeat.beat.tick.duration"];
        await UntilAsync(() => Task.FromResult(counted.All(Has)), "a measurement of each kind");
        await UntilAsync(
            () => Task.FromResult(Sum("downbeat.beat.fires published") >= 1 && Sum("downbeat.beat.fires skipped") >= 4), "fires that are counted");

        bool Has(string name)
        {
            lock (sums)
            {
                return sums.ContainsKey(name);
            }
        }

        double Sum(string name)
        {
            lock (sums)
            {
                return sums.GetValueOrDefault(name);
            }
        }

        void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            string name = tags.Length == 0 ? instrument.Name : $"{instrument.Name} {tags[0].Value}";
            lock (sums)
            {
                sums[name] = sums.GetValueOrDefault(name) + value;
            }
        }
    }
}
