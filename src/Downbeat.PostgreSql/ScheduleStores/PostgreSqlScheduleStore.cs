using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>A schedule store in a database.</summary>
internal sealed class PostgreSqlScheduleStore(PostgreSqlDatabase database) : IScheduleStore
{
    public ScheduleStoreCapabilities Capabilities { get; } = new()
    {
        Technology = PostgreSqlUrl.Scheme,
        Database = database.Identity,
    };

    public IPeriodicTaskStore Tasks { get; } = new PostgreSqlPeriodicTasks(database);

    public ITicks Ticks { get; } = new PostgreSqlTicks(database);

    public IFires Fires { get; } = new PostgreSqlFires(database);

    public INodes Nodes { get; } = new PostgreSqlNodes(database);

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        database.Watch();
        return database.Schedule.WaitAsync(version, cancellationToken);
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => database.CheckAsync(cancellationToken);
}
