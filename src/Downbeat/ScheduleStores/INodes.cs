namespace Downbeat.ScheduleStores;

/// <summary>The beats that work on a schedule store, as they tell of themselves.</summary>
public interface INodes
{
    /// <summary>Tells that a beat lives, and how it is doing.</summary>
    /// <param name="report">How it is doing.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask ReportAsync(NodeReport report, CancellationToken cancellationToken);

    /// <summary>Lists the beats seen lately.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<NodeReport>> ListAsync(CancellationToken cancellationToken);
}
