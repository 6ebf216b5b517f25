using Downbeat.Hosting;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.Schema;

/// <summary>The schema of a file, for those who bring it up to date by hand.</summary>
internal sealed class SqliteSchema(string path, TimeProvider clock, SqliteSettings settings) : ISchema
{
    public string Database => SqliteUrl.Of(path);

    public ValueTask<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        if (!File.Exists(path))
        {
            return new(new SchemaStatus(Database, 0, SchemaRunner.Wanted));
        }

        using SqliteSession session = SqliteSession.OpenReader(path, settings.ReadPatience);
        return new(new SchemaStatus(Database, SchemaRunner.GetVersion(session), SchemaRunner.Wanted));
    }

    public ValueTask<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        using SqliteSession session = SqliteSession.OpenWriter(path, settings.ReadPatience);
        return new(SchemaRunner.Migrate(session, clock, settings.WritePatience));
    }
}
