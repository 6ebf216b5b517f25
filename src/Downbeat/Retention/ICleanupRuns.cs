namespace Downbeat.Retention;

/// <summary>The records of the cleanups: one row each, which tells the truth also about a run that died.</summary>
public interface ICleanupRuns
{
    /// <summary>Writes a run as it stands: at its start, now and then while it runs, and at its end.</summary>
    /// <param name="run">The run.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask SaveAsync(CleanupRun run, CancellationToken cancellationToken);

    /// <summary>Lists the runs, newest first.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<CleanupRun>> ListAsync(int max, CancellationToken cancellationToken);
}
