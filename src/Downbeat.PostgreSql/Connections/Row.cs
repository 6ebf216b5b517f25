using Npgsql;
using NpgsqlTypes;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Reads the columns of a row, numbered from 0.</summary>
internal static class Row
{
    public static string Text(this NpgsqlDataReader row, int column) => Texts.Decode(row.GetString(column));

    public static string? TextOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Text(column);

    public static long Long(this NpgsqlDataReader row, int column) => row.GetInt64(column);

    public static long? LongOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt64(column);

    public static int Int(this NpgsqlDataReader row, int column) => row.GetInt32(column);

    public static int? IntOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetInt32(column);

    public static short Short(this NpgsqlDataReader row, int column) => row.GetInt16(column);

    public static bool Bool(this NpgsqlDataReader row, int column) => row.GetBoolean(column);

    public static Guid Guid(this NpgsqlDataReader row, int column) => row.GetGuid(column);

    public static DateTimeOffset Instant(this NpgsqlDataReader row, int column) => Timestamps.FromServer(row.GetFieldValue<long>(column));

    public static DateTimeOffset? InstantOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Instant(column);

    public static TimeSpan Duration(this NpgsqlDataReader row, int column) => Timestamps.FromServer(row.GetFieldValue<NpgsqlInterval>(column));

    public static TimeSpan? DurationOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Duration(column);

    public static byte[] Bytes(this NpgsqlDataReader row, int column) => row.GetFieldValue<byte[]>(column);

    public static byte[]? BytesOrNull(this NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.Bytes(column);

    /// <summary>All rows of the result at hand.</summary>
    public static async ValueTask<List<T>> AllAsync<T>(this NpgsqlDataReader rows, Func<NpgsqlDataReader, T> read)
    {
        var all = new List<T>();
        while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            all.Add(read(rows));
        }

        return all;
    }

    /// <summary>The first row of the result at hand, or nothing.</summary>
    public static async ValueTask<T?> FirstAsync<T>(this NpgsqlDataReader rows, Func<NpgsqlDataReader, T?> read)
    {
        return await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false) ? read(rows) : default;
    }

    /// <summary>How many rows the result at hand has.</summary>
    public static async ValueTask<int> CountAsync(this NpgsqlDataReader rows)
    {
        int count = 0;
        while (await rows.ReadAsync(CancellationToken.None).ConfigureAwait(false))
        {
            count++;
        }

        return count;
    }
}
