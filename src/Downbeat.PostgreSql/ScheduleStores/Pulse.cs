using Downbeat.PostgreSql.Connections;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>
/// What the last look of a tick found. Beat looks once a second for what is due; whether there is anything else to do is answered by the same look, so
/// that an idle beat costs one statement a second. It counts for little more than a second, and only while nobody has told of a change.
/// </summary>
internal sealed class Pulse(PostgreSqlDatabase database)
{
    private static readonly TimeSpan Longest = TimeSpan.FromMilliseconds(1_500);
    private Look? _last;

    /// <summary>What was found, if it still counts.</summary>
    public Look? Recent => Volatile.Read(ref _last) is { } look
        && look.Version == database.Schedule.Version && database.Clock.GetElapsedTime(look.StartedAt) < Longest
        ? look
        : null;

    public void Remember(Look look) => Volatile.Write(ref _last, look);

    /// <summary>Called before this process writes: what it writes is not told to itself in time.</summary>
    public void Forget() => Volatile.Write(ref _last, null);

    /// <param name="Version">The version of the schedule when the look began.</param>
    /// <param name="StartedAt">When it began, by this process's own measure.</param>
    /// <param name="Now">The time by the database's clock.</param>
    /// <param name="Next">When the next row is due; null when none is planned.</param>
    /// <param name="NextBusy">When the next row is due whose previous run may not have finished.</param>
    /// <param name="HasPending">Whether a fire waits to be published.</param>
    /// <param name="NextLook">When the run of a fire shall be looked up next.</param>
    internal sealed record Look(
        long Version, long StartedAt, DateTimeOffset Now, DateTimeOffset? Next, DateTimeOffset? NextBusy, bool HasPending, DateTimeOffset? NextLook);
}
