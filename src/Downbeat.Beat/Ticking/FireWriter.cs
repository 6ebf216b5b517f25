using Downbeat.ScheduleStores;

namespace Downbeat.Beat.Ticking;

/// <summary>Collects the fires of one decision.</summary>
internal struct FireWriter(
    PeriodicTaskRow row, PeriodicTaskTerms terms, TickContext context, FireMessages messages, bool isBackendShared)
{
    private List<Fire>? _fires;

    /// <summary>How many are to be sent.</summary>
    public int Count { get; private set; }

    /// <summary>The task id of the newest of them.</summary>
    public string? LastTaskId { get; private set; }

    /// <summary>Adds one that is to be sent.</summary>
    public void Fire(DateTimeOffset nominal, DateTimeOffset due, FireKind kind, string? revokes)
    {
        string taskId = FireIds.Scheduled(context.StoreId, row.Id, nominal).ToString();
        Add(new Fire
        {
            TaskId = taskId,
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = kind,
            Nominal = nominal,
            Due = due,
            FiredAt = context.Now,
            Message = messages.Create(row, taskId, nominal, kind, context.Now),
            SendBefore = nominal + row.StartingDeadline,
            CatchUp = terms.CatchUp,
            GiveUpAt = isBackendShared && !messages.IgnoresResult(row) ? messages.GiveUpAt(row, context.Now) : null,
            RevokesTaskId = revokes,
        });
        Count++;
        LastTaskId = taskId;
    }

    /// <summary>Adds a stretch that is not to be sent.</summary>
    public void Skip(DateTimeOffset from, DateTimeOffset due, DateTimeOffset until, long count, FireOutcome outcome, string reason)
    {
        Add(new Fire
        {
            TaskId = FireIds.Scheduled(context.StoreId, row.Id, from).ToString(),
            PeriodicTaskId = row.Id,
            PeriodicTaskName = row.Name,
            Task = row.Task,
            Kind = FireKind.Scheduled,
            Nominal = from,
            NominalUntil = until == from ? null : until,
            Count = count,
            Due = due,
            FiredAt = context.Now,
            Outcome = outcome,
            Reason = reason,
            CatchUp = terms.CatchUp,
        });
    }

    /// <summary>The decision, with how the row advances.</summary>
    public readonly TickDecision Decide(DateTimeOffset? watermark, DateTimeOffset? nextNominal, DateTimeOffset? nextRun, string? disabledReason)
    {
        bool hasFired = Count > 0;
        return new TickDecision
        {
            Fires = _fires is null ? [] : _fires,
            Anchor = row.Anchor,
            Watermark = watermark,
            NextNominal = nextNominal,
            NextRun = nextRun,
            LastRun = hasFired ? context.Now : null,
            Runs = Count,
            LastTaskId = LastTaskId,
            BusyUntil = hasFired && terms.Overlap != Overlap.Allow ? messages.GiveUpAt(row, context.Now) : null,
            DisabledReason = disabledReason,
        };
    }

    private void Add(Fire fire) => (_fires ??= new List<Fire>(1)).Add(fire);
}
