using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Finds out what became of a transaction whose commit was not answered.</summary>
/// <seealso href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">pg_xact_status</seealso>
internal static class Fates
{
    private const string AskNumber = "SELECT pg_current_xact_id()::text, (SELECT id FROM downbeat.server_life)";
    private const string AskFate = "SELECT pg_xact_status($1::xid8), (SELECT id FROM downbeat.server_life)";
    private const string NameLife = "INSERT INTO downbeat.server_life DEFAULT VALUES ON CONFLICT DO NOTHING";
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks for the number of the transaction at hand.</summary>
    public static Command NumberCommand(PostgreSqlDatabase database) => database.Command(AskNumber);

    public static TransactionNumber ReadNumber(NpgsqlDataReader row) => new(row.GetString(0), ReadLife(row));

    /// <summary>Gives the server's life a name, so that the next crash can be told from it.</summary>
    public static Command NameCommand(PostgreSqlDatabase database) => database.Command(NameLife);

    /// <exception cref="UnavailableException">Nobody could tell in time, or nobody ever can.</exception>
    public static async ValueTask<bool> WasCommittedAsync(
        NpgsqlDataSource source, PostgreSqlDatabase database, TransactionNumber number, TimeSpan patience, Exception cause)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < patience)
        {
            try
            {
                NpgsqlConnection connection = await source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    (string? fate, Guid? life) = await Execution.RunAsync(
                        connection,
                        [database.Command(AskFate).Add(number.Value).Statement],
                        static rows => rows.FirstAsync(static row => (row.TextOrNull(0), ReadLife(row))),
                        CancellationToken.None).ConfigureAwait(false);
                    if (fate == "aborted")
                    {
                        return false;
                    }

                    if (fate == "committed")
                    {
                        return number.Life is not null && number.Life == life
                            ? true
                            : throw Unknown($"{database.Identity} crashed during a commit, and nobody can tell whether it was done", cause);
                    }
                }
            }
            catch (PostgresException exception) when (exception.SqlState == PostgresErrorCodes.InvalidParameterValue)
            {
                // A number that was not given yet: the server crashed before it had reached the disk, and what it stood for neither had.
                return false;
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
            {
                // The server may be starting.
            }

            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }

        throw Unknown($"{database.Identity} went away during a commit, and nobody could tell within {patience} whether it was done", cause);
    }

    private static Guid? ReadLife(NpgsqlDataReader row) => row.IsDBNull(1) ? null : row.GetGuid(1);

    private static UnavailableException Unknown(string what, Exception cause) => new($"{what}; look before it is done again", cause);
}
