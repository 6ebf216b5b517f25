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
        return Of(result & PrimaryCode, file, sql is null ? message : $"{message} in: {sql}");
    }

    public static Exception Of(int code, string file, string detail)
    {
        return code switch
        {
            raw.SQLITE_BUSY or raw.SQLITE_LOCKED =>
                new UnavailableException($"{file} is locked by another program: {detail}"),
            raw.SQLITE_FULL =>
                new UnavailableException($"the disk of {file} is full: {detail}; free some space, nothing was changed"),
            raw.SQLITE_IOERR =>
                new UnavailableException($"{file} cannot be read or written: {detail}; look at its disk"),
            raw.SQLITE_READONLY or raw.SQLITE_PERM =>
                new UnavailableException($"{file} is read-only here: {detail}; give this user the right to write the file and its folder"),
            raw.SQLITE_CANTOPEN =>
                new UnavailableException($"{file} cannot be opened: {detail}; does its folder exist, and may this user write there?"),
            raw.SQLITE_CORRUPT or raw.SQLITE_NOTADB =>
                new UnavailableException($"{file} is damaged or no SQLite database: {detail}; restore it from a backup", isTransient: false),
            _ => new SqliteFailureException(code, $"{file}: SQLite error {code}: {detail}"),
        };
    }

    /// <summary>Whether an error concerns the whole database rather than the one statement that met it.</summary>
    public static bool IsOfEnvironment(Exception exception) => exception is UnavailableException;
}
