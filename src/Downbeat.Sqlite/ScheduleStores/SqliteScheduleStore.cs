using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

/// <summary>A schedule store in a file.</summary>
internal sealed class SqliteScheduleStore(SqliteDatabase database) : IScheduleStore
{
    public ScheduleStoreCapabilities Capabilities { get; } = new()
    {
        Technology = SqliteUrl.Scheme,
        Database = database.Identity,
    };

    public IPeriodicTaskStore Tasks { get; } = new SqlitePeriodicTasks(database);

    public ITicks Ticks { get; } = new SqliteTicks(database);

    public IFires Fires { get; } = new SqliteFires(database);

    public INodes Nodes { get; } = new SqliteNodes(database);

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        database.Watch();
        return database.Schedule.WaitAsync(version, cancellationToken);
    }

    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(static _ => true, Durability.Process, cancellationToken).ConfigureAwait(false);
    }
}
