using Downbeat.Brokers;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Brokers;

internal sealed class SqliteWorkers(SqliteDatabase database) : IWorkers
{
    public ValueTask<IReadOnlyList<WorkerInfo>> ListAsync(CancellationToken cancellationToken)
    {
        return new(database.Read(session => WorkerRows.List(session, database.Now)));
    }
}
