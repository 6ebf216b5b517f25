using Downbeat.Brokers;
using Downbeat.ScheduleStores;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.ComplianceTests.ScheduleStores;

/// <summary>Words that the suites of schedule stores share.</summary>
public abstract class ScheduleStoreTest : ComplianceTest
{
    protected static readonly TimeSpan Every = TimeSpan.FromSeconds(10);

    protected IScheduleStore Store { get; private set; } = null!;

    public override async ValueTask InitializeAsync()
    {
        await base.InitializeAsync();
        Store = Get<IScheduleStore>();
    }

    protected IScheduleStore OpenAnother() => Fixture.Open().GetRequiredService<IScheduleStore>();

    /// <summary>Adds a periodic task that is due.</summary>
    protected async Task<PeriodicTaskRow> AddAsync(string name, DateTimeOffset? nextRun, Func<PeriodicTaskRow, PeriodicTaskRow>? change = null)
    {
        PeriodicTaskRow row = Samples.Row(name, nextRun);
        row = change?.Invoke(row) ?? row;
        (await Store.Tasks.AddAsync(row, Token)).ShouldBeTrue();
        return row;
    }

    protected Task<PeriodicTaskRow> AddDueAsync(string name = "nightly") => AddAsync(name, Now);

    protected async Task<PeriodicTaskRow> ReadAsync(PeriodicTaskRow row) => (await Store.Tasks.GetAsync(row.Id, Token)).ShouldNotBeNull();

    protected Task<TickReport> TickAsync(Func<PeriodicTaskRow, TickContext, TickDecision>? decide = null, int max = 100)
    {
        return Soon(Store.Ticks.TickAsync(new TickRequest(max, decide ?? Decide), Token));
    }

    /// <summary>Fires the occurrence a row is due for and goes on ten seconds later, as beat does in the simplest case.</summary>
    protected static TickDecision Decide(PeriodicTaskRow row, TickContext context)
    {
        if (row.NextRun is not { } due)
        {
            return new TickDecision { Anchor = context.Now, Watermark = context.Now, NextNominal = context.Now + Every, NextRun = context.Now + Every };
        }

        Fire fire = FireOf(row, context, due);
        return new TickDecision
        {
            Fires = [fire],
            Watermark = due,
            NextNominal = due + Every,
            NextRun = due + Every,
            LastRun = context.Now,
            Runs = 1,
            LastTaskId = fire.TaskId,
            BusyUntil = fire.GiveUpAt,
        };
    }

    protected static Fire FireOf(PeriodicTaskRow row, TickContext context, DateTimeOffset nominal)
    {
        string id = FireIds.Scheduled(context.StoreId, row.Id, nominal).ToString();
        return new Fire
        {
            TaskId = id,
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = FireKind.Scheduled,
            Nominal = nominal,
            Due = nominal,
            FiredAt = context.Now,
            Message = Samples.Message(id, once: true),
            GiveUpAt = context.Now + TimeSpan.FromHours(1),
        };
    }

    protected static Fire SkippedOf(PeriodicTaskRow row, TickContext context, DateTimeOffset from, DateTimeOffset until, long count)
    {
        return FireOf(row, context, from) with
        {
            Outcome = FireOutcome.Skipped,
            Reason = "missed",
            NominalUntil = until,
            Count = count,
            Message = null,
            GiveUpAt = null,
        };
    }

    /// <summary>A fire by hand.</summary>
    protected Fire ManualOf(PeriodicTaskRow row)
    {
        string id = Samples.NewId();
        return new Fire
        {
            TaskId = id,
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = FireKind.Manual,
            Nominal = Now,
            Due = Now,
            FiredAt = Now,
            Message = Samples.Message(id, once: true),
            GiveUpAt = Now.AddHours(1),
        };
    }

    protected async Task<IReadOnlyList<Fire>> FiresAsync(FireQuery? query = null)
    {
        return (await Store.Fires.QueryAsync(query ?? new FireQuery(), Token)).Items;
    }

    /// <summary>What a broker in the same database holds on its default queue.</summary>
    protected async Task<string[]> MessagesAsync()
    {
        IBroker broker = Get<IBroker>();
        await using IBrokerConsumer consumer = await broker.ConsumeAsync(Samples.Consumer("reader@host.1"), Token);
        await broker.PublishAsync([Samples.Message("last")], Token);
        IReadOnlyList<Delivery> deliveries = await Soon(consumer.ReceiveAsync(1_000, Token));
        await consumer.SettleAsync([.. deliveries.Select(Settlement.Acknowledge)], null, Token);
        return [.. deliveries.Select(delivery => delivery.Message.Headers.Id).Where(id => id != "last")];
    }
}
