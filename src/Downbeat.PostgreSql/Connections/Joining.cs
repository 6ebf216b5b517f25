using System.Data.Common;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Writes within transactions under way: ours, or an application's on a connection of its own.</summary>
internal static class Joining
{
    private const string IsHere = "SELECT to_regclass($1) IS NOT NULL";
    private const string StoreId = "SELECT value FROM downbeat.meta WHERE key = 'store_id'";

    /// <summary>Writes with the commit of the transaction. In an application's it is written at once, all or nothing.</summary>
    /// <param name="database">The database.</param>
    /// <param name="transaction">The transaction.</param>
    /// <param name="touched">What it changes.</param>
    /// <param name="makeCommands">Makes the statements; they give back no rows.</param>
    /// <param name="cancellationToken">Cancels the writing.</param>
    /// <exception cref="InvalidValueException">The transaction has ended, or belongs to another database.</exception>
    public static ValueTask WriteWithinAsync(
        this PostgreSqlDatabase database,
        DbTransaction transaction,
        Topics touched,
        Func<IEnumerable<Command>> makeCommands,
        CancellationToken cancellationToken)
    {
        switch (transaction)
        {
            case PostgreSqlTransaction own when own.Identity == database.Identity:
                foreach (Command command in makeCommands())
                {
                    own.Defer(command);
                }

                own.Touched |= touched;
                return ValueTask.CompletedTask;
            case NpgsqlTransaction { Connection: { } connection } open when !HasEnded(open):
                return WriteWithinAsync(database, connection, touched, makeCommands, cancellationToken);
            default:
                throw Refuse(database, transaction);
        }
    }

    private static async ValueTask WriteWithinAsync(
        PostgreSqlDatabase database,
        NpgsqlConnection connection,
        Topics touched,
        Func<IEnumerable<Command>> makeCommands,
        CancellationToken cancellationToken)
    {
        try
        {
            if (!await IsOfAsync(database, connection, cancellationToken).ConfigureAwait(false))
            {
                throw new InvalidValueException("transaction", $"one of {connection.Host}/{connection.Database}", $"an open NpgsqlTransaction of {database.Identity}");
            }

            // When it fails nothing of it remains, and the application may go on in its transaction.
            await RunAsync(
                connection,
                [new("SAVEPOINT downbeat"), .. makeCommands().Select(command => command.Statement), new(database.Telling(touched)), new("RELEASE SAVEPOINT downbeat")],
                cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
        {
            await UndoAsync(connection).ConfigureAwait(false);
            throw PostgreSqlErrors.Of(exception, database.Identity);
        }
    }

    // Most connections are told the same as ours. Others are asked: one server has many names.
    private static async ValueTask<bool> IsOfAsync(PostgreSqlDatabase database, NpgsqlConnection connection, CancellationToken cancellationToken)
    {
        if (connection.Database != database.Settings.Database)
        {
            return false;
        }

        if (connection.Host == database.Settings.Host && connection.Port == database.Settings.Port)
        {
            // The tables are there before the application's transaction needs them.
            await database.EnsureReadyAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }

        string? own = await database.ReadAsync(
            static rows => rows.FirstAsync(static row => row.Text(0)), cancellationToken, database.Command(StoreId)).ConfigureAwait(false);
        string table = $"{Sql.Quote(database.Schema)}.meta";
        return await FirstAsync(connection, new Command(IsHere).Add(table), static row => row.Bool(0), cancellationToken).ConfigureAwait(false)
            && await FirstAsync(connection, database.Command(StoreId), static row => row.Text(0), cancellationToken).ConfigureAwait(false) == own;
    }

    // The driver keeps naming the connection, which may be in another transaction by now; everything else it refuses to tell.
    private static bool HasEnded(NpgsqlTransaction transaction)
    {
        try
        {
            _ = transaction.IsolationLevel;
            return false;
        }
        catch (InvalidOperationException)
        {
            return true;
        }
    }

    private static async ValueTask UndoAsync(NpgsqlConnection connection)
    {
        try
        {
            await Execution.RunAsync(connection, [new("ROLLBACK TO SAVEPOINT downbeat"), new("RELEASE SAVEPOINT downbeat")]).ConfigureAwait(false);
        }
        catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception) || exception is InvalidOperationException)
        {
            // The transaction is over; why it failed matters more.
        }
    }

    private static async ValueTask RunAsync(NpgsqlConnection connection, NpgsqlBatchCommand[] statements, CancellationToken cancellationToken)
    {
        await Execution.RunAsync(connection, statements, static _ => new ValueTask<bool>(true), cancellationToken).ConfigureAwait(false);
    }

    private static async ValueTask<T?> FirstAsync<T>(
        NpgsqlConnection connection, Command command, Func<NpgsqlDataReader, T?> read, CancellationToken cancellationToken)
    {
        return await Execution.RunAsync(connection, [command.Statement], rows => rows.FirstAsync(read), cancellationToken).ConfigureAwait(false);
    }

    private static InvalidValueException Refuse(PostgreSqlDatabase database, DbTransaction transaction)
    {
        return new InvalidValueException("transaction", transaction.GetType().Name, $"an open NpgsqlTransaction of {database.Identity}");
    }
}
