using Npgsql;
using NpgsqlTypes;

namespace Downbeat.PostgreSql.Connections;

/// <summary>A statement and its parameters, in the order of their numbers.</summary>
internal sealed class Command(string sql)
{
    public NpgsqlBatchCommand Statement { get; } = new(sql);

    public Command Add(string? value) => value is null ? AddNull(NpgsqlDbType.Text) : Put(Texts.Encode(value), NpgsqlDbType.Text);

    public Command Add(bool value) => Put(value, NpgsqlDbType.Boolean);

    public Command Add(bool? value) => value is { } given ? Add(given) : AddNull(NpgsqlDbType.Boolean);

    public Command Add(int value) => Put(value, NpgsqlDbType.Integer);

    public Command Add(int? value) => value is { } given ? Add(given) : AddNull(NpgsqlDbType.Integer);

    public Command Add(short value) => Put(value, NpgsqlDbType.Smallint);

    public Command Add(long value) => Put(value, NpgsqlDbType.Bigint);

    public Command Add(long? value) => value is { } given ? Add(given) : AddNull(NpgsqlDbType.Bigint);

    public Command Add(Guid value) => Put(value, NpgsqlDbType.Uuid);

    public Command Add(DateTimeOffset value) => Put(Timestamps.ToServer(value), NpgsqlDbType.TimestampTz);

    public Command Add(DateTimeOffset? value) => value is { } given ? Add(given) : AddNull(NpgsqlDbType.TimestampTz);

    public Command Add(TimeSpan value) => Put(Timestamps.ToServer(value), NpgsqlDbType.Interval);

    public Command Add(TimeSpan? value) => value is { } given ? Add(given) : AddNull(NpgsqlDbType.Interval);

    public Command Add(ReadOnlyMemory<byte> value) => Put(value, NpgsqlDbType.Bytea);

    public Command AddOrNull(ReadOnlyMemory<byte> value) => value.IsEmpty ? AddNull(NpgsqlDbType.Bytea) : Add(value);

    public Command AddAll(IEnumerable<string?> values) =>
        Put(values.Select(static value => value is null ? null : Texts.Encode(value)).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Text);

    /// <summary>No array of texts.</summary>
    public Command AddNullTexts() => AddNull(NpgsqlDbType.Array | NpgsqlDbType.Text);

    public Command AddAll(long[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public Command AddAll(long?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Bigint);

    public Command AddAll(int[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Integer);

    public Command AddAll(short[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Smallint);

    public Command AddAll(bool[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Boolean);

    public Command AddAll(Guid[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Uuid);

    public Command AddAll(byte[]?[] values) => Put(values, NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public Command AddAll(IEnumerable<ReadOnlyMemory<byte>> values) => Put(values.ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Bytea);

    public Command AddAll(IEnumerable<DateTimeOffset?> values) =>
        Put(values.Select(static value => value is { } given ? Timestamps.ToServer(given) : (long?)null).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.TimestampTz);

    public Command AddAll(IEnumerable<TimeSpan?> values) =>
        Put(values.Select(static value => value is { } given ? Timestamps.ToServer(given) : (NpgsqlInterval?)null).ToArray(), NpgsqlDbType.Array | NpgsqlDbType.Interval);

    private Command Put<T>(T value, NpgsqlDbType type)
    {
        Statement.Parameters.Add(new NpgsqlParameter<T> { TypedValue = value, NpgsqlDbType = type });
        return this;
    }

    private Command AddNull(NpgsqlDbType type)
    {
        Statement.Parameters.Add(new NpgsqlParameter { Value = DBNull.Value, NpgsqlDbType = type });
        return this;
    }
}
