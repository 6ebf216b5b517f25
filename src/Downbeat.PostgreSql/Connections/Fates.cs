using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Finds out what became of a transaction whose commit was not answered.</summary>
/// <seealso href="https://www.postgresql.org/docs/current/functions-info.html#FUNCTIONS-INFO-SNAPSHOT">pg_xact_status</seealso>
internal static class Fates
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <exception cref="UnavailableException">Nobody could tell in time.</exception>
    public static async ValueTask<bool> WasCommittedAsync(
        NpgsqlDataSource source, string number, TimeSpan patience, string database, Exception cause)
    {
        long started = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(started) < patience)
        {
            try
            {
                NpgsqlConnection connection = await source.OpenConnectionAsync(CancellationToken.None).ConfigureAwait(false);
                await using (connection.ConfigureAwait(false))
                {
                    string? fate = await Execution.RunAsync(
                        connection,
                        [new Command("SELECT pg_xact_status($1::xid8)").Add(number).Statement],
                        static rows => rows.FirstAsync(static row => row.TextOrNull(0)),
                        CancellationToken.None).ConfigureAwait(false);
                    if (fate is "committed" or "aborted")
                    {
                        return fate == "committed";
                    }
                }
            }
            catch (Exception exception) when (PostgreSqlErrors.IsOfDriver(exception))
            {
                // The server may be starting.
            }

            await Task.Delay(Pause, TimeProvider.System).ConfigureAwait(false);
        }

        throw new UnavailableException(
            $"{database} went away during a commit, and nobody could tell within {patience} whether it was done; look before it is done again", cause);
    }
}
