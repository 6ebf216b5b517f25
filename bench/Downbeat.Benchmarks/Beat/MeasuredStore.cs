using Downbeat.ScheduleStores;

namespace Downbeat.Benchmarks.Beat;

/// <summary>A store whose fires count as sent when the transaction that wrote them is committed, not when beat decided about them.</summary>
internal sealed class MeasuredStore(IScheduleStore inner, Lateness lateness) : IScheduleStore
{
    public ScheduleStoreCapabilities Capabilities => inner.Capabilities;

    public IPeriodicTaskStore Tasks => inner.Tasks;

    public ITicks Ticks { get; } = new MeasuredTicks(inner.Ticks, lateness);

    public IFires Fires => inner.Fires;

    public INodes Nodes => inner.Nodes;

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken) => inner.WaitForChangeAsync(version, cancellationToken);

    public ValueTask CheckAsync(CancellationToken cancellationToken) => inner.CheckAsync(cancellationToken);

    private sealed class MeasuredTicks(ITicks inner, Lateness lateness) : ITicks
    {
        public async ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken)
        {
            TickReport report = await inner.TickAsync(request, cancellationToken);
            TimeSpan since = TimeProvider.System.GetUtcNow() - report.Now;
            foreach (TimeSpan late in report.Lateness)
            {
                lateness.Add(late + since);
            }

            return report;
        }

        public ValueTask<IReadOnlyList<string>> FindBusyAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken)
        {
            return inner.FindBusyAsync(dueBefore, max, cancellationToken);
        }

        public ValueTask<long> ReplanAsync(
            string timeZoneVersion, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, CancellationToken cancellationToken)
        {
            return inner.ReplanAsync(timeZoneVersion, replan, cancellationToken);
        }
    }
}
