using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>Says what SQLite's result codes mean for an operator.</summary>
internal static class SqliteErrors
{
    private const int PrimaryCode = 0xFF;

    public static void Throw(sqlite3 handle, int result, string? sql = null)
    {
        if (result is not (raw.SQLITE_OK or raw.SQLITE_ROW or raw.SQLITE_DONE))
        {
            throw Of(handle, result, sql);
        }
    }

    public static Exception Of(sqlite3 handle, int result, string? sql = null)
    {
        string message = raw.sqlite3_errmsg(handle).utf8_to_string();
        string file = raw.sqlite3_db_filename(handle, "main").utf8_to_string();
        return Of(result, file, sql is null ? message : $"{message} in: {sql}");
    }

    public static Exception Of(int code, string file, string detail)
    {
        var cause = new SqliteFailureException(code & PrimaryCode, $"{file}: SQLite error {code}: {detail}");
        return cause.Code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                new UnavailableException($"{file} is locked by another program: {detail}", cause),
            raw.SQLITE_FULL =>
                new UnavailableException($"the disk of {file} is full: {detail}; free some space, nothing was changed", cause),
            raw.SQLITE_IOERR =>
                new UnavailableException($"{file} cannot be read or written: {detail}; look at its disk", cause),
            raw.SQLITE_READONLY or raw.SQLITE_PERM =>
                new UnavailableException($"{file} is read-only here: {detail}; give this user the right to write the file and its folder", cause),
            raw.SQLITE_CANTOPEN =>
                new UnavailableException($"{file} cannot be opened: {detail}; {WhyNotOpened(file)}", cause),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                new UnavailableException(
                    $"{file} is damaged or no SQLite database: {detail}; restore it from a backup", cause, isTransient: false),
            _ => cause,
        };
    }

    /// <summary>Whether another connection has the lock that was needed.</summary>
    public static bool IsLocked(Exception exception) => CodeOf(exception) is raw.SQLITE_BUSY or raw.SQLITE_LOCKED;

    /// <summary>Whether an error concerns the whole database rather than the one statement that met it.</summary>
    public static bool IsOfEnvironment(Exception exception)
    {
        return CodeOf(exception) is not (null or raw.SQLITE_FULL);
    }

    /// <summary>Whether a connection that met an error shall not be used again: what it knows of the file may be wrong.</summary>
    public static bool IsOfConnection(Exception exception)
    {
        return CodeOf(exception) is not (null or raw.SQLITE_FULL or raw.SQLITE_BUSY or raw.SQLITE_LOCKED);
    }

    // Others raise UnavailableException as well, such as work that an application enlisted; those say nothing about the file.
    private static int? CodeOf(Exception exception)
    {
        return exception is UnavailableException { InnerException: SqliteFailureException cause } ? cause.Code : null;
    }

    private static string WhyNotOpened(string file)
    {
        string? folder = Path.GetDirectoryName(file);
        return Directory.Exists(file) ? "it is a folder; name a file in it"
            : folder is not null && !Directory.Exists(folder) ? $"the folder {folder} does not exist; create it"
            : $"may this user write in the folder {folder}?";
    }
}
