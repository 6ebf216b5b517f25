namespace Downbeat.Retention;

/// <summary>What a database offers to keep itself small.</summary>
public interface IRetention
{
    /// <summary>What it needs.</summary>
    RetentionCapabilities Capabilities { get; }

    /// <summary>The records of the cleanups.</summary>
    ICleanupRuns Runs { get; }

    /// <summary>The kinds of rows it can delete by this policy.</summary>
    /// <param name="policy">How long rows are kept.</param>
    IReadOnlyList<IRetentionTarget> GetTargets(RetentionPolicy policy);

    /// <summary>Brings the expiry of results stored under another policy in line with this one, some at a time.</summary>
    /// <param name="policy">How long results are kept.</param>
    /// <param name="max">Looks at so many at the most.</param>
    /// <param name="cancellationToken">Cancels it; the next call goes on where this one stopped.</param>
    /// <returns>Whether there are more to look at.</returns>
    ValueTask<bool> ApplyAsync(RetentionPolicy policy, int max, CancellationToken cancellationToken);

    /// <summary>How large the database is, in bytes.</summary>
    /// <param name="cancellationToken">Cancels the measurement.</param>
    ValueTask<long> MeasureAsync(CancellationToken cancellationToken);

    /// <summary>Gives freed space back, a slice at a time.</summary>
    /// <param name="budget">How long the slice may take.</param>
    /// <param name="cancellationToken">Cancels the slice.</param>
    /// <returns>Whether there is more to give back.</returns>
    ValueTask<bool> ReclaimAsync(TimeSpan budget, CancellationToken cancellationToken);

    /// <summary>How long to pause after a batch, by what the foreground has suffered lately.</summary>
    TimeSpan GetPause();
}
