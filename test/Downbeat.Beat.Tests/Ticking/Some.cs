using Downbeat.Beat.Ticking;
using Downbeat.Hosting;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;
using Microsoft.Extensions.Options;

namespace Downbeat.Beat.Tests.Ticking;

/// <summary>Rows, rules and messages for tests of decisions.</summary>
internal static class Some
{
    public static readonly Guid Store = Guid.Parse("0c8f4c5e-35a1-4a6b-8f3e-6f9f0d3c2b1a");
    public static readonly DateTimeOffset Now = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    public static readonly BeatRules Rules = new(TimeSpan.FromSeconds(10), IsBackendShared: true, BeatRules.MostFires);
    public static readonly FireMessages Messages = MessagesOf();

    public static readonly PeriodicTask Minutely = new("minutely", "reports.build") { Schedule = Schedule.Every(TimeSpan.FromMinutes(1)) };

    public static FireMessages MessagesOf(params TaskDefinition[] tasks) => new(new TaskRegistry(tasks), Options.Create(new DownbeatOptions()));

    public static PeriodicTaskRow Row(PeriodicTask task, DateTimeOffset? createdAt = null)
    {
        return PeriodicTaskPlanner.Create(task, Guid.Parse("6f1d2c3b-4a59-4687-9786-a5b4c3d2e1f0"), PeriodicTaskAuthor.Api, createdAt ?? Now);
    }

    public static TickDecision Decide(PeriodicTaskRow row, DateTimeOffset now, BeatRules? rules = null, FireMessages? messages = null)
    {
        return TickDecisions.Decide(row, new TickContext(Store, now), rules ?? Rules, messages ?? Messages);
    }

    /// <summary>The row as a store has it after a decision.</summary>
    public static PeriodicTaskRow Apply(PeriodicTaskRow row, TickDecision decision)
    {
        bool hasRun = decision.LastTaskId is not null;
        return decision.Error is not null ? row with { Error = decision.Error } : row with
        {
            Anchor = decision.Anchor ?? row.Anchor,
            Watermark = decision.Watermark ?? row.Watermark,
            NextNominal = decision.NextNominal,
            NextRun = decision.NextRun,
            LastRun = decision.LastRun ?? row.LastRun,
            TotalRuns = row.TotalRuns + decision.Runs,
            LastTaskId = decision.LastTaskId ?? row.LastTaskId,
            BusyUntil = hasRun ? decision.BusyUntil : row.BusyUntil,
            Enabled = decision.DisabledReason is null,
            DisabledReason = decision.DisabledReason,
        };
    }
}
