using System.Net.Sockets;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Says what the server's and the driver's errors mean for an operator.</summary>
internal static class PostgreSqlErrors
{
    public static bool IsOfDriver(Exception exception)
    {
        return exception is NpgsqlException or SocketException or IOException or TimeoutException;
    }

    /// <summary>Whether the same work may succeed when it is done again at once.</summary>
    public static bool IsWorthRepeating(Exception exception)
    {
        return exception is PostgresException { SqlState: PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected };
    }

    /// <summary>Whether a connection that had been idle turned out to be dead: nothing was done on it, another one may do.</summary>
    public static bool IsOfConnection(Exception exception)
    {
        return exception is PostgresException postgres
            ? postgres.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or "57P05"
            : IsOfDriver(exception) && exception is not TimeoutException and not { InnerException: TimeoutException };
    }

    /// <summary>Whether tables or columns are missing that were there.</summary>
    public static bool IsOfSchema(Exception exception)
    {
        return exception is PostgresException
        {
            SqlState: PostgresErrorCodes.UndefinedTable or PostgresErrorCodes.InvalidSchemaName or PostgresErrorCodes.UndefinedColumn
                or PostgresErrorCodes.UndefinedFunction,
        };
    }

    /// <param name="exception">The driver's error.</param>
    /// <param name="database">The database, without its password.</param>
    public static Exception Of(Exception exception, string database)
    {
        return exception is PostgresException postgres ? Of(postgres, database)
            : exception.InnerException is TimeoutException || exception is TimeoutException
                ? new UnavailableException($"{database} did not answer in time: {exception.Message}; look at its load and at the network", exception)
            : new UnavailableException($"{database} cannot be reached: {Innermost(exception)}; is the server running, and may this host connect to it?", exception);
    }

    private static DownbeatException Of(PostgresException error, string database)
    {
        string detail = $"{error.MessageText} (SQLSTATE {error.SqlState})";
        return error.SqlState switch
        {
            PostgresErrorCodes.TooManyConnections => Away("has no connection left", "raise max_connections, or lower maximum_pool_size of the URLs"),
            PostgresErrorCodes.DiskFull => Away("has no space left on its disk", "free some space, nothing was changed"),
            PostgresErrorCodes.QueryCanceled => Away("broke a statement off", "raise statement_timeout of this user, or look for what slows the server down"),
            PostgresErrorCodes.LockNotAvailable => Away("has a lock that somebody else holds for too long", "look for long transactions in pg_stat_activity"),
            PostgresErrorCodes.ReadOnlySqlTransaction => Away("is read-only", "name the primary, or add target_session_attrs=primary to the URL"),
            PostgresErrorCodes.InsufficientPrivilege => Away("refused it", "grant this user what docs/postgresql.md lists, or run 'downbeat migrate' as the owner"),
            PostgresErrorCodes.InvalidPassword or PostgresErrorCodes.InvalidAuthorizationSpecification => Away("does not let this user in", "check user, password and pg_hba.conf"),
            PostgresErrorCodes.InvalidCatalogName => Away("does not exist", "create it: createdb"),
            PostgresErrorCodes.InvalidSqlStatementName or PostgresErrorCodes.DuplicatePreparedStatement => Away(
                "seems to stand behind a pooler that changes connections", "add prepare=false to the URL"),
            PostgresErrorCodes.DataCorrupted or PostgresErrorCodes.IndexCorrupted => new UnavailableException(
                $"{database} is damaged: {detail}; restore it from a backup", error, isTransient: false),
            _ when IsOfSchema(error) => Away("lacks tables of ours", "run 'downbeat migrate'"),
            _ when IsOfEnvironment(error.SqlState) => Away("cannot be used right now", "it is tried again"),
            _ => new PostgreSqlFailureException(error.SqlState, $"{database}: {detail}", error),
        };

        UnavailableException Away(string state, string advice) => new($"{database} {state}: {detail}; {advice}", error);
    }

    // Connections, resources, an operator's intervention, the system below, and what two transactions do to each other.
    private static bool IsOfEnvironment(string state)
    {
        return state[..2] is "08" or "53" or "57" or "58" or "40" or "55" or "XX" or "25";
    }

    private static string Innermost(Exception exception)
    {
        while (exception.InnerException is { } inner)
        {
            exception = inner;
        }

        return exception.Message;
    }
}
