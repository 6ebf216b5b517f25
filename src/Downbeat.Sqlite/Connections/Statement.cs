using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>A prepared statement. Parameters and columns are numbered as SQLite numbers them: parameters from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private const long LongestDuration = long.MaxValue / TimeSpan.TicksPerMicrosecond;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;
    private int _next;

    public Statement(sqlite3 handle, string sql)
    {
        _handle = handle;
        SqliteErrors.Throw(handle, raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), sql);
    }

    public Statement Add(long value)
    {
        raw.sqlite3_bind_int64(_statement, ++_next, value);
        return this;
    }

    public Statement Add(long? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(bool value) => Add(value ? 1L : 0L);

    public Statement Add(DateTimeOffset value) => Add(value.ToMicroseconds());

    public Statement Add(DateTimeOffset? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(TimeSpan value) => Add(value.Ticks / TimeSpan.TicksPerMicrosecond);

    public Statement Add(TimeSpan? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(Guid value) => Add(value.ToString());

    public Statement Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }

        raw.sqlite3_bind_text(_statement, ++_next, value);
        return this;
    }

    /// <summary>A text that is UTF-8 already.</summary>
    public Statement AddText(ReadOnlySpan<byte> utf8)
    {
        raw.sqlite3_bind_text(_statement, ++_next, utf8);
        return this;
    }

    public Statement AddTextOrNull(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? AddNull() : AddText(utf8);

    public Statement AddBlob(ReadOnlySpan<byte> value)
    {
        raw.sqlite3_bind_blob(_statement, ++_next, value);
        return this;
    }

    public Statement AddNull()
    {
        raw.sqlite3_bind_null(_statement, ++_next);
        return this;
    }

    /// <summary>Goes to the next row. At the end the statement is ready for its next use.</summary>
    public bool Step()
    {
        int result = raw.sqlite3_step(_statement);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        Reset();
        return result == raw.SQLITE_DONE ? false : throw SqliteErrors.Of(_handle, result);
    }

    /// <summary>Runs a statement that gives back no rows.</summary>
    /// <returns>How many rows it changed.</returns>
    public int Run()
    {
        while (Step())
        {
        }

        return raw.sqlite3_changes(_handle);
    }

    /// <summary>The first column of the only row; null when there is no row or it is NULL.</summary>
    public long? Scalar()
    {
        long? value = Step() ? LongOrNull(0) : null;
        Reset();
        return value;
    }

    public void Reset()
    {
        _next = 0;
        raw.sqlite3_reset(_statement);
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => raw.sqlite3_column_int(_statement, column);

    public bool Bool(int column) => Long(column) != 0;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public DateTimeOffset Instant(int column) => Instants.FromMicroseconds(Long(column));

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    public TimeSpan? DurationOrNull(int column) => IsNull(column) ? null : Duration(column);

    /// <summary>A duration; one that is too long becomes the longest, so that any row can be read.</summary>
    public TimeSpan Duration(int column) => TimeSpan.FromMicroseconds(Math.Clamp(Long(column), -LongestDuration, LongestDuration));

    public string Text(int column) => raw.sqlite3_column_text(_statement, column).utf8_to_string() ?? "";

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public Guid Guid(int column) => System.Guid.TryParse(Text(column), out Guid id) ? id : System.Guid.Empty;

    /// <summary>The column's bytes, whether text or blob. Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();
}
