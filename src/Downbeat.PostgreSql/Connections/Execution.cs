using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Runs statements on a connection, all of them in one round trip.</summary>
internal static class Execution
{
    public static async ValueTask<T> RunAsync<T>(
        NpgsqlConnection connection,
        IEnumerable<NpgsqlBatchCommand> statements,
        Func<NpgsqlDataReader, ValueTask<T>> read,
        CancellationToken cancellationToken)
    {
        using var shield = new CancellationShield(cancellationToken);
        NpgsqlBatch batch = connection.CreateBatch();
        await using (batch.ConfigureAwait(false))
        {
            foreach (NpgsqlBatchCommand statement in statements)
            {
                batch.BatchCommands.Add(statement);
            }

            NpgsqlDataReader reader = await batch.ExecuteReaderAsync(shield.Token).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                T result = await read(reader).ConfigureAwait(false);

                // What follows the rows that were read can fail too.
                while (await reader.NextResultAsync(shield.Token).ConfigureAwait(false))
                {
                }

                return result;
            }
        }
    }

    public static async ValueTask RunAsync(NpgsqlConnection connection, IEnumerable<NpgsqlBatchCommand> statements)
    {
        await RunAsync(connection, statements, static _ => new ValueTask<bool>(true), CancellationToken.None).ConfigureAwait(false);
    }

    /// <summary>Ends a transaction that failed. A connection on which that fails is given up by the driver, and the server rolls back by itself.</summary>
    public static async ValueTask RollBackAsync(NpgsqlConnection connection)
    {
        if (connection.FullState.HasFlag(System.Data.ConnectionState.Open))
        {
            try
            {
                await RunAsync(connection, [new NpgsqlBatchCommand("ROLLBACK")]).ConfigureAwait(false);
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception) || exception is InvalidOperationException)
            {
                // Why the work failed matters more.
            }
        }
    }
}
