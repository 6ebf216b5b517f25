namespace Downbeat.ScheduleStores;

/// <summary>Periodic tasks as beat claims them.</summary>
public interface ITicks
{
    /// <summary>
    /// Claims what is due, asks what to do with each, and writes fires and advances, all in one transaction. Any number of beats may call it at
    /// once: a row is claimed by one of them. Fires at or before a row's watermark are not written, and a row that cannot even be asked about is
    /// quarantined.
    /// </summary>
    /// <param name="request">How many, and what to do with them.</param>
    /// <param name="cancellationToken">Cancels the tick; nothing was written then.</param>
    ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken);

    /// <summary>Rows that are due soon and whose overlap rule needs to know whether their previous run has finished.</summary>
    /// <param name="dueBefore">Due before this.</param>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>The task ids of the previous runs.</returns>
    ValueTask<IReadOnlyList<string>> FindBusyAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken);

    /// <summary>Finds the next occurrences anew, in batches, if the store was planned with older time-zone data. Occurrences already due stay.</summary>
    /// <param name="timeZoneVersion">The version of the time-zone data at hand, ordered as text.</param>
    /// <param name="replan">Finds a row's next occurrence after now.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <returns>How many rows were planned anew.</returns>
    ValueTask<long> ReplanAsync(string timeZoneVersion, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, CancellationToken cancellationToken);
}
