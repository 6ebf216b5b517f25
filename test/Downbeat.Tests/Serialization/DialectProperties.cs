using System.Numerics;
using System.Text.Json;
using Downbeat.Serialization;
using Downbeat.Tests.Protocol;
using FsCheck;
using FsCheck.Fluent;

namespace Downbeat.Tests.Serialization;

/// <summary>Laws: whatever is written in one dialect is read back the same, whichever dialect the reader writes.</summary>
public sealed class DialectProperties
{
    private static readonly TaskJson[] Dialects = [TaskJson.Default, new(dialect: JsonDialect.Typed)];

    private static readonly Gen<byte[]> Sixteen = Gen.ArrayOf(Gen.Choose(0, 255).Select(value => (byte)value), 16);

    [Fact]
    public void Any_instant_is_read_as_it_was_written() => Check(Generators.Instant, (read, written) => read.EqualsExact(written));

    [Fact]
    public void Any_date_and_time_is_read_as_it_was_written() =>
        Check(
            from instant in Generators.Instant
            from kind in Gen.Elements(DateTimeKind.Utc, DateTimeKind.Unspecified)
            select DateTime.SpecifyKind(instant.UtcDateTime, kind),
            (read, written) => read == written && read.Kind == written.Kind);

    [Fact]
    public void Any_date_is_read_as_it_was_written() =>
        Check(Generators.Instant.Select(instant => DateOnly.FromDateTime(instant.DateTime)));

    [Fact]
    public void Any_time_of_day_is_read_as_it_was_written() =>
        Check(Generators.Instant.Select(instant => TimeOnly.FromDateTime(instant.DateTime)));

    [Fact]
    public void Any_duration_is_read_as_it_was_written() => Check(Sixteen.Select(bytes => TimeSpan.FromTicks(BitConverter.ToInt64(bytes))));

    [Fact]
    public void Any_decimal_is_read_as_it_was_written() =>
        Check(
            from bytes in Sixteen
            from scale in Gen.Choose(0, 28)
            let parts = Enumerable.Range(0, 3).Select(part => BitConverter.ToInt32(bytes, part * 4)).ToArray()
            select new decimal(parts[0], parts[1], parts[2], bytes[15] > 127, (byte)scale),
            (read, written) => decimal.GetBits(read).AsSpan().SequenceEqual(decimal.GetBits(written)) || (read == 0 && written == 0));

    [Fact]
    public void Any_uuid_is_read_as_it_was_written() => Check(Sixteen.Select(bytes => new Guid(bytes)));

    [Fact]
    public void Any_whole_number_is_read_as_it_was_written() => Check(Generators.Bytes.Select(bytes => new BigInteger(bytes)));

    [Fact]
    public void Any_number_is_read_as_it_was_written() =>
        Check(Sixteen.Select(bytes => BitConverter.ToDouble(bytes)).Where(double.IsFinite));

    [Fact]
    public void Any_bytes_are_read_as_they_were_written() =>
        Check(Generators.Bytes, (read, written) => read.AsSpan().SequenceEqual(written));

    [Fact]
    public void Any_text_is_read_as_it_was_written() => Check(Generators.Text);

    [Fact]
    public void Any_json_passes_as_it_is() => Check(Generators.Json, JsonElement.DeepEquals);

    private static void Check<T>(Gen<T> values, Func<T, T, bool>? same = null)
    {
        same ??= EqualityComparer<T>.Default.Equals;
        Prop.ForAll(values.ToArbitrary(), value => Dialects.All(writer =>
            Dialects.All(reader => same(reader.Deserialize<T>(writer.Serialize(value))!, value)))).QuickCheckThrowOnFailure();
    }
}
