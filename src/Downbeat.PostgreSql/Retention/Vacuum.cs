using Downbeat.PostgreSql.Connections;
using Npgsql;

namespace Downbeat.PostgreSql.Retention;

/// <summary>
/// Makes the space of deleted rows usable again, and gives the end of a table's file back where nothing is left in it. The server does so by itself,
/// but late; tables of which little was deleted are left to it.
/// </summary>
internal sealed class Vacuum(PostgreSqlDatabase database, Deletions deletions)
{
    private const int WorthwhileShare = 10;

    // How much the server lets it work without a pause, so that it delays nobody.
    private const string Gently = "SET vacuum_cost_delay TO '1ms'";
    private const string NoLongerGently = "RESET vacuum_cost_delay";

    // How many rows each table had when the server last counted. Only their owner may clean them, and one at a time does.
    private const string SelectTables =
        """
        SELECT c.relname::text, c.reltuples::bigint FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
        WHERE n.nspname = $1 AND c.relname = ANY ($2::text[]) AND pg_has_role(c.relowner, 'USAGE')
            AND NOT EXISTS (SELECT FROM pg_stat_progress_vacuum v WHERE v.relid = c.oid)
        """;

    private readonly Queue<string> _left = new();

    /// <summary>Cleans one table.</summary>
    /// <returns>Whether another one waits.</returns>
    public async ValueTask<bool> CleanOneAsync(CancellationToken cancellationToken)
    {
        if (_left.Count == 0)
        {
            await LookAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_left.TryDequeue(out string? table))
        {
            await CleanAsync(table, cancellationToken).ConfigureAwait(false);
        }

        return _left.Count > 0;
    }

    private async ValueTask LookAsync(CancellationToken cancellationToken)
    {
        IReadOnlyDictionary<string, long> deleted = deletions.Read();
        if (deleted.Count == 0)
        {
            return;
        }

        List<(string Name, long Rows)> tables = await database.ReadAsync(
            static rows => rows.AllAsync(static row => (row.GetString(0), row.Long(1))),
            cancellationToken,
            new Command(SelectTables).Add(database.Schema).AddAll(deleted.Keys)).ConfigureAwait(false);
        foreach ((string name, long rows) in tables)
        {
            if (deleted[name] * WorthwhileShare >= rows)
            {
                _left.Enqueue(name);
                deletions.Forget(name);
            }
        }
    }

    // It cannot be part of a transaction, so each statement goes alone.
    private async ValueTask CleanAsync(string table, CancellationToken cancellationToken)
    {
        string vacuum = database.Command($"VACUUM (SKIP_LOCKED) downbeat.{table}").Statement.CommandText;
        try
        {
            NpgsqlConnection connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
            await using (connection.ConfigureAwait(false))
            {
                foreach (string sql in database.OwnsConnections ? [Gently, vacuum, NoLongerGently] : new[] { vacuum })
                {
                    var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
                    await using (command.ConfigureAwait(false))
                    {
                        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
                    }
                }
            }
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
        {
            throw PostgreSqlErrors.Of(exception, database.Identity);
        }
    }
}
