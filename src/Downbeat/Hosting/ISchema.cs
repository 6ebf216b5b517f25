namespace Downbeat.Hosting;

/// <summary>The schema of a database.</summary>
public interface ISchema
{
    /// <summary>The database, so that roles that share one are brought up to date once.</summary>
    string Database { get; }

    /// <summary>Reads which version the database has; 0 when it has none.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken);

    /// <summary>Brings the database up to date, under a lock: any number of processes may call it at once.</summary>
    /// <param name="cancellationToken">Cancels it between two versions.</param>
    /// <returns>The versions that were applied; none when it was up to date.</returns>
    /// <exception cref="SchemaException">The database is newer than this program.</exception>
    ValueTask<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken);
}
