using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;

namespace Downbeat.PostgreSql.ScheduleStores;

/// <summary>A schedule store in a database.</summary>
internal sealed class PostgreSqlScheduleStore : IScheduleStore
{
    private readonly PostgreSqlDatabase _database;

    public PostgreSqlScheduleStore(PostgreSqlDatabase database)
    {
        _database = database;
        Capabilities = new ScheduleStoreCapabilities { Technology = PostgreSqlUrl.Scheme, Database = database.Identity };
        var pulse = new Pulse(database);
        Tasks = new PostgreSqlPeriodicTasks(database, pulse);
        Ticks = new PostgreSqlTicks(database, pulse);
        Fires = new PostgreSqlFires(database, pulse);
        Nodes = new PostgreSqlNodes(database);
    }

    public ScheduleStoreCapabilities Capabilities { get; }

    public IPeriodicTaskStore Tasks { get; }

    public ITicks Ticks { get; }

    public IFires Fires { get; }

    public INodes Nodes { get; }

    public ValueTask<long> WaitForChangeAsync(long version, CancellationToken cancellationToken)
    {
        _database.Watch();
        return _database.Schedule.WaitAsync(version, cancellationToken);
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => _database.CheckAsync(cancellationToken);
}
