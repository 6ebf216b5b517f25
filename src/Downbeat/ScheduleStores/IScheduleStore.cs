namespace Downbeat.ScheduleStores;

/// <summary>Keeps periodic tasks and their fires. It is the schedule: beat holds nothing in memory. Safe for concurrent use.</summary>
public interface IScheduleStore
{
    /// <summary>What it can do.</summary>
    ScheduleStoreCapabilities Capabilities { get; }

    /// <summary>The periodic tasks, as operators see them.</summary>
    IPeriodicTaskStore Tasks { get; }

    /// <summary>The periodic tasks, as beat claims them.</summary>
    ITicks Ticks { get; }

    /// <summary>The fires: history and outbox.</summary>
    IFires Fires { get; }

    /// <summary>The beats that work on it.</summary>
    INodes Nodes { get; }

    /// <summary>Waits until a periodic task or a fire may have been written by somebody else since the given version.</summary>
    /// <param name="version">The version seen last; 0 at first.</param>
    /// <param name="cancellationToken">Ends the wait with <see cref="OperationCanceledException"/>.</param>
    /// <returns>The version now.</returns>
    ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken);

    /// <summary>Fails when the store cannot be used right now.</summary>
    /// <param name="cancellationToken">Cancels the check.</param>
    ValueTask CheckAsync(CancellationToken cancellationToken);
}
