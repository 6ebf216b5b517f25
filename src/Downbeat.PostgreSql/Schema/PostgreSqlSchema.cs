using Downbeat.Hosting;
using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Schema;

/// <summary>The schema of a database, for those who bring it up to date by hand.</summary>
internal sealed class PostgreSqlSchema(PostgreSqlUrl url, PostgreSqlSettings settings) : ISchema
{
    private readonly Sql _sql = new(url.Schema, settings.Clock);

    public string Database => url.Identity;

    public ValueTask<SchemaStatus> GetStatusAsync(CancellationToken cancellationToken)
    {
        return UseAsync(async source =>
        {
            NpgsqlConnection connection = await source.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                int version = await SchemaRunner.GetVersionAsync(connection, _sql, cancellationToken).ConfigureAwait(false);
                return new SchemaStatus(Database, version, SchemaRunner.Wanted);
            }
        });
    }

    public ValueTask<IReadOnlyList<int>> MigrateAsync(CancellationToken cancellationToken)
    {
        return UseAsync(source => SchemaRunner.MigrateAsync(source, _sql, Database, cancellationToken));
    }

    private async ValueTask<T> UseAsync<T>(Func<NpgsqlDataSource, ValueTask<T>> work)
    {
        NpgsqlDataSource source = DataSources.Build(url.Settings, first: null);
        await using (source.ConfigureAwait(false))
        {
            try
            {
                return await work(source).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
            {
                throw PostgreSqlErrors.Of(exception, Database);
            }
        }
    }
}
