using System.Buffers;
using System.Text;
using SQLitePCL;

namespace Downbeat.Sqlite.Connections;

/// <summary>A prepared statement. Parameters and columns are numbered as SQLite numbers them: parameters from 1, columns from 0.</summary>
internal sealed class Statement : IDisposable
{
    private const long LongestDuration = long.MaxValue / TimeSpan.TicksPerMicrosecond;
    private const int LongestOnStack = 256;
    private const int LargeValue = 64 * 1024;
    private readonly sqlite3 _handle;
    private readonly sqlite3_stmt _statement;
    private int _next;
    private bool _holdsLarge;

    public Statement(sqlite3 handle, string sql)
    {
        _handle = handle;
        SqliteErrors.Throw(handle, raw.sqlite3_prepare_v3(handle, sql, raw.SQLITE_PREPARE_PERSISTENT, out _statement), sql);
    }

    public Statement Add(long value) => Check(raw.sqlite3_bind_int64(_statement, ++_next, value));

    public Statement Add(long? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(bool value) => Add(value ? 1L : 0L);

    public Statement Add(DateTimeOffset value) => Add(value.ToMicroseconds());

    public Statement Add(DateTimeOffset? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(TimeSpan value) => Add(value.Ticks / TimeSpan.TicksPerMicrosecond);

    public Statement Add(TimeSpan? value) => value is { } given ? Add(given) : AddNull();

    public Statement Add(Guid value) => Add(value.ToString());

    /// <summary>A text, whatever is in it: SQLite's own functions for .NET texts stop at the first NUL.</summary>
    public Statement Add(string? value)
    {
        if (value is null)
        {
            return AddNull();
        }

        if (value.Length <= LongestOnStack)
        {
            Span<byte> utf8 = stackalloc byte[LongestOnStack * 3];
            return AddText(utf8[..Encoding.UTF8.GetBytes(value, utf8)]);
        }

        byte[] rented = ArrayPool<byte>.Shared.Rent(Encoding.UTF8.GetMaxByteCount(value.Length));
        try
        {
            return AddText(rented.AsSpan(0, Encoding.UTF8.GetBytes(value, rented)));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rented);
        }
    }

    /// <summary>A text that is UTF-8 already. An empty span has no address, which SQLite would take for NULL.</summary>
    public Statement AddText(ReadOnlySpan<byte> utf8)
    {
        _holdsLarge |= utf8.Length > LargeValue;
        return Check(utf8.IsEmpty
            ? raw.sqlite3_bind_text(_statement, ++_next, "")
            : raw.sqlite3_bind_text(_statement, ++_next, utf8));
    }

    public Statement AddTextOrNull(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? AddNull() : AddText(utf8);

    public Statement AddBlob(ReadOnlySpan<byte> value)
    {
        _holdsLarge |= value.Length > LargeValue;
        return Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(_statement, ++_next, 0)
            : raw.sqlite3_bind_blob(_statement, ++_next, value));
    }

    public Statement AddNull() => Check(raw.sqlite3_bind_null(_statement, ++_next));

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

    /// <summary>Runs a statement that gives back no rows and may find the file locked.</summary>
    /// <returns>SQLite's result code: done, busy, or another failure.</returns>
    public int TryRun()
    {
        int result = raw.sqlite3_step(_statement);
        Reset();
        return result;
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
        if (_holdsLarge)
        {
            // A statement keeps a copy of what was bound to it until it is bound anew.
            _holdsLarge = false;
            raw.sqlite3_clear_bindings(_statement);
        }
    }

    public bool IsNull(int column) => raw.sqlite3_column_type(_statement, column) == raw.SQLITE_NULL;

    public long Long(int column) => raw.sqlite3_column_int64(_statement, column);

    public int Int(int column) => (int)Math.Clamp(Long(column), int.MinValue, int.MaxValue);

    public bool Bool(int column) => Long(column) != 0;

    public long? LongOrNull(int column) => IsNull(column) ? null : Long(column);

    public DateTimeOffset Instant(int column) => Instants.FromMicroseconds(Long(column));

    public DateTimeOffset? InstantOrNull(int column) => IsNull(column) ? null : Instant(column);

    public TimeSpan? DurationOrNull(int column) => IsNull(column) ? null : Duration(column);

    /// <summary>A duration; one that is too long becomes the longest, so that any row can be read.</summary>
    public TimeSpan Duration(int column) => TimeSpan.FromMicroseconds(Math.Clamp(Long(column), -LongestDuration, LongestDuration));

    public string Text(int column) => Encoding.UTF8.GetString(Bytes(column));

    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    public Guid Guid(int column) => System.Guid.TryParse(Text(column), out Guid id) ? id : System.Guid.Empty;

    /// <summary>The column's bytes, whether text or blob. Valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(_statement, column);

    public void Dispose() => _statement.Dispose();

    private Statement Check(int result)
    {
        SqliteErrors.Throw(_handle, result);
        return this;
    }
}
