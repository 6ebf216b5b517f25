using Downbeat.Paging;

namespace Downbeat.ScheduleStores;

/// <summary>The fires of a schedule store: history and outbox.</summary>
public interface IFires
{
    /// <summary>Adds a fire somebody asked for; it is pending, and claimed by whoever adds it.</summary>
    /// <param name="fire">The fire.</param>
    /// <param name="lease">For how long it is claimed; when it passes without a settlement a relay publishes it.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    /// <exception cref="InvalidValueException">Its occurrence has a fire already.</exception>
    ValueTask<FireClaim> AddAsync(Fire fire, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>Claims pending fires for a while, oldest first, so that no other relay publishes them. A message that cannot be read is null.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="lease">For how long; when it passes without a settlement they are claimed again.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<FireClaim> ClaimAsync(int max, TimeSpan lease, CancellationToken cancellationToken);

    /// <summary>
    /// Settles claimed fires: they are published, or will not be. One that another relay has claimed since is left alone. One that will not be
    /// published no longer blocks the next one of its periodic task (overlap).
    /// </summary>
    /// <param name="claim">The claim.</param>
    /// <param name="settlements">What became of its fires.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask SettleAsync(FireClaim claim, IReadOnlyList<FireSettlement> settlements, CancellationToken cancellationToken);

    /// <summary>Published fires whose run is not known to have finished and shall be looked up now.</summary>
    /// <param name="max">At most so many.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<IReadOnlyList<UnfinishedRun>> FindUnfinishedAsync(int max, CancellationToken cancellationToken);

    /// <summary>Copies where runs stand, to fires and to the last outcome of their periodic tasks.</summary>
    /// <param name="runs">Where they stand, and when to look again.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask CopyRunsAsync(IReadOnlyList<RunCopy> runs, CancellationToken cancellationToken);

    /// <summary>Lists fires, newest first.</summary>
    /// <param name="query">Which.</param>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<Page<Fire>> QueryAsync(FireQuery query, CancellationToken cancellationToken);

    /// <summary>How much waits in the outbox.</summary>
    /// <param name="cancellationToken">Cancels it.</param>
    ValueTask<OutboxState> GetOutboxAsync(CancellationToken cancellationToken);
}
