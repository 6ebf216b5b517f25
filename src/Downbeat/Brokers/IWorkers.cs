namespace Downbeat.Brokers;

/// <summary>The workers that consume from a broker.</summary>
public interface IWorkers
{
    /// <summary>All workers seen lately, the living and those that stopped renewing.</summary>
    /// <param name="cancellationToken">Cancels the listing.</param>
    ValueTask<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancellationToken);
}
