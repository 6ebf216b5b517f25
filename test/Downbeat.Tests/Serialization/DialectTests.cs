using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using Downbeat.Serialization;
using Downbeat.Tests.Protocol;

namespace Downbeat.Tests.Serialization;

public sealed class DialectTests
{
    private const string Uuid = "12345678-1234-5678-1234-567812345678";

    private static readonly TaskJson Plain = TaskJson.Default;
    private static readonly TaskJson Typed = new(dialect: JsonDialect.Typed);

    // A datetime naive, in UTC and with an offset, a date, a time, a UUID, a decimal, infinity (null here), floats, a huge int …
    private static readonly JsonElement[] Recorded =
        [.. Recordings.Redis("s043").Decoded.GetProperty("body_decoded")[0].EnumerateArray()];

    private static readonly DateTimeOffset Instant = new(2030, 1, 2, 3, 4, 5, 678, 901, TimeSpan.Zero);

    public static TheoryData<object, string, string> Enveloped => new()
    {
        { Instant, "\"2030-01-02T03:04:05.678901Z\"", Envelope("datetime", "\"2030-01-02T03:04:05.678901+00:00\"") },
        { At(5.5), "\"2030-01-02T03:04:05+05:30\"", Envelope("datetime", "\"2030-01-02T03:04:05+05:30\"") },
        { At(DateTimeKind.Unspecified), "\"2030-01-02T03:04:05\"", Envelope("datetime", "\"2030-01-02T03:04:05\"") },
        { At(DateTimeKind.Utc), "\"2030-01-02T03:04:05Z\"", Envelope("datetime", "\"2030-01-02T03:04:05+00:00\"") },
        { new DateOnly(2030, 1, 2), "\"2030-01-02T00:00:00\"", Envelope("date", "\"2030-01-02\"") },
        { new TimeOnly(3, 4, 5), "\"03:04:05\"", Envelope("time", "\"03:04:05\"") },
        { new TimeOnly(3, 4, 5, 6, 7), "\"03:04:05.006007\"", Envelope("time", "\"03:04:05.006007\"") },
        { 1.10m, "\"1.10\"", Envelope("decimal", "\"1.10\"") },
        { decimal.MinValue, "\"-79228162514264337593543950335\"", Envelope("decimal", "\"-79228162514264337593543950335\"") },
        { Guid.Parse(Uuid), $"\"{Uuid}\"", Envelope("uuid", "{\"hex\":\"12345678123456781234567812345678\"}") },
        { "é\n"u8.ToArray(), "\"w6kK\"", Envelope("bytes", "\"é\\n\"") },
        { new byte[] { 255, 0 }, "\"/wA=\"", Envelope("base64", "\"/wA=\"") },
    };

    public static TheoryData<object, string> Bare => new()
    {
        { TimeSpan.FromSeconds(5), "5" },
        { TimeSpan.FromTicks(-15_000_001), "-1.5000001" },
        { TimeSpan.MaxValue, "922337203685.4775807" },
        { TimeSpan.MinValue, "-922337203685.4775808" },
        { BigInteger.Pow(10, 30), "1000000000000000000000000000000" },
        { Int128.MaxValue, "170141183460469231731687303715884105727" },
        { ulong.MaxValue, "18446744073709551615" },
        { long.MinValue, "-9223372036854775808" },
        { 0.1, "0.1" },
        { DayOfWeek.Friday, "\"Friday\"" },
        { 'x', "\"x\"" },
        { "h\u00e9\u2603\U0001F600", "\"h\u00e9\u2603\\uD83D\\uDE00\"" },
    };

    [Theory]
    [MemberData(nameof(Enveloped))]
    public void What_json_has_no_form_for_is_written_in_either_dialect_and_read_from_both(object value, string plain, string typed)
    {
        Encoding.UTF8.GetString(Plain.Serialize(value)).ShouldBe(plain);
        Encoding.UTF8.GetString(Typed.Serialize(value)).ShouldBe(typed);
        foreach (TaskJson json in new[] { Plain, Typed })
        {
            json.Deserialize(JsonElement.Parse(plain), value.GetType()).ShouldBe(value);
            json.Deserialize(JsonElement.Parse(typed), value.GetType()).ShouldBe(value);
        }
    }

    [Theory]
    [MemberData(nameof(Bare))]
    public void Everything_else_is_the_same_in_both_dialects_and_kept_to_the_digit(object value, string written)
    {
        foreach (TaskJson json in new[] { Plain, Typed })
        {
            Encoding.UTF8.GetString(json.Serialize(value)).ShouldBe(written);
            json.Deserialize(JsonElement.Parse(written), value.GetType()).ShouldBe(value);
        }
    }

    [Fact]
    public void What_celery_sent_is_read()
    {
        Read<DateTime>(0).ShouldBe(new DateTime(2030, 1, 2, 3, 4, 5, 678, 901, DateTimeKind.Unspecified));
        Read<DateTime>(0).Kind.ShouldBe(DateTimeKind.Unspecified);
        Read<DateTimeOffset>(0).ShouldBe(Instant);
        Read<DateTime>(1).Kind.ShouldBe(DateTimeKind.Utc);
        Read<DateTimeOffset>(2).ShouldBe(At(5.5));
        Read<DateTimeOffset>(2).Offset.ShouldBe(TimeSpan.FromHours(5.5));
        Read<DateTime>(2).ShouldBe(new DateTime(2030, 1, 1, 21, 34, 5, DateTimeKind.Utc));
        Read<DateOnly>(3).ShouldBe(new DateOnly(2030, 1, 2));
        Read<TimeOnly>(4).ShouldBe(new TimeOnly(3, 4, 5));
        Read<Guid>(5).ShouldBe(Guid.Parse(Uuid));
        Read<decimal>(6).ToString(CultureInfo.InvariantCulture).ShouldBe("1.10");
        Read<double>(8).ShouldBe(1e16);
        Read<double>(9).ShouldBe(0.1);
        Read<decimal>(9).ShouldBe(0.1m);
        Read<BigInteger>(10).ShouldBe(BigInteger.Pow(10, 30));
        Read<bool>(11).ShouldBeTrue();
        Read<string>(12).ShouldBeNull();
        Read<int?>(12).ShouldBeNull();
        Read<string>(13).ShouldBe("hé☃😀</script>");
        Read<Dictionary<string, JsonElement>>(14)!["k"].GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public void What_celery_sent_is_what_is_written()
    {
        foreach ((int place, object value) in new (int, object)[]
        {
            (0, DateTime.SpecifyKind(Instant.DateTime, DateTimeKind.Unspecified)),
            (1, Instant),
            (2, At(5.5)),
            (3, new DateOnly(2030, 1, 2)),
            (4, new TimeOnly(3, 4, 5)),
            (5, Guid.Parse(Uuid)),
            (6, 1.10m),
            (8, 1e16),
            (9, 0.1),
            (10, BigInteger.Pow(10, 30)),
            (11, true),
            (13, "hé☃😀</script>"),
            (14, new { k = new object[] { 1, new[] { 2, 3 } } }),
        })
        {
            JsonElement.DeepEquals(JsonElement.Parse(Plain.Serialize(value)), Recorded[place]).ShouldBeTrue($"{place}: {value}");
        }
    }

    [Theory]
    [InlineData(typeof(Guid), """{"__type__":"uuid","__value__":{"hex":"12345678123456781234567812345678","version":4}}""", Uuid)]
    [InlineData(typeof(Guid), """{"__value__":"12345678123456781234567812345678","__type__":"uuid"}""", Uuid)]
    [InlineData(typeof(Guid), $"\"{{{Uuid}}}\"", Uuid)]
    [InlineData(typeof(Guid), $"\"({Uuid})\"", Uuid)]
    [InlineData(typeof(DateOnly), """{"__type__":"datetime","__value__":"2030-01-02T00:00:00+00:00"}""", "01/02/2030")]
    [InlineData(typeof(DateOnly), "\"2030-01-02\"", "01/02/2030")]
    [InlineData(typeof(decimal), "1.50", "1.50")]
    [InlineData(typeof(decimal), "\"1E+2\"", "100")]
    [InlineData(typeof(decimal), """{"__type__":"decimal","__value__":1.5}""", "1.5")]
    [InlineData(typeof(TimeSpan), "\"01:30:00\"", "01:30:00")]
    [InlineData(typeof(TimeSpan), "90.5", "00:01:30.5000000")]
    [InlineData(typeof(DayOfWeek), "5", "Friday")]
    [InlineData(typeof(DayOfWeek), "\"friday\"", "Friday")]
    [InlineData(typeof(int), "\"7\"", "7")]
    [InlineData(typeof(BigInteger), "\"-7\"", "-7")]
    public void Other_forms_are_read_too(Type type, string json, string value) =>
        Convert.ToString(Plain.Deserialize(JsonElement.Parse(json), type), CultureInfo.InvariantCulture).ShouldBe(value);

    [Theory]
    [InlineData(typeof(DateTimeOffset), "\"soon\"", "'soon' stands where an instant in ISO 8601, such as 2026-01-01T10:00:00Z, is allowed")]
    [InlineData(typeof(DateTimeOffset), "5", "5 stands where an instant")]
    [InlineData(typeof(DateTimeOffset), "null", "cannot be read from null")]
    [InlineData(typeof(DateTime), """{"__type__":"date","__value__":"2030-01-02"}""", "__type__ is 'date'; allowed: datetime")]
    [InlineData(typeof(DateTime), """{"__type__":"datetime","__value__":7}""", "7 stands where a date and time")]
    [InlineData(typeof(DateOnly), "\"2030-01-02T03:04:05\"", "'2030-01-02T03:04:05' stands where a date")]
    [InlineData(typeof(TimeOnly), "\"03:04:05+01:00\"", "'03:04:05+01:00' stands where a time of day")]
    [InlineData(typeof(decimal), "\"NaN\"", "'NaN' stands where a number")]
    [InlineData(typeof(decimal), "1e40", "1e40 stands where a number")]
    [InlineData(typeof(Guid), "\"1234\"", "'1234' stands where a UUID is allowed")]
    [InlineData(typeof(Guid), """{"__type__":"uuid","__value__":{"int":5}}""", "a UUID is allowed")]
    [InlineData(typeof(Guid), """{"hex":"12345678123456781234567812345678"}""", "exactly __type__ and __value__")]
    [InlineData(typeof(Guid), """{"__type__":7,"__value__":""}""", "exactly __type__ and __value__")]
    [InlineData(typeof(Guid), """{"__type__":"uuid"}""", "exactly __type__ and __value__")]
    [InlineData(typeof(byte[]), """{"__type__":"pickle","__value__":""}""", "__type__ is 'pickle'; allowed: bytes, base64")]
    [InlineData(typeof(byte[]), """{"__type__":"base64","__value__":"é"}""", "no base64 text")]
    [InlineData(typeof(byte[]), "\"not-base64!\"", "no base64 text")]
    [InlineData(typeof(byte[]), "[1]", "no base64 text")]
    [InlineData(typeof(TimeSpan), "\"5 minutes\"", "no duration")]
    [InlineData(typeof(TimeSpan), "1e300", "no duration")]
    [InlineData(typeof(TimeSpan), "922337203686", "no duration")]
    [InlineData(typeof(BigInteger), "1.5", "no whole number")]
    [InlineData(typeof(DayOfWeek), "\"Someday\"", "DayOfWeek")]
    public void What_is_no_such_value_is_refused_and_the_reason_is_given(Type type, string json, string reason)
    {
        SerializationException error = Should.Throw<SerializationException>(() => Plain.Deserialize(JsonElement.Parse(json), type, "when"));

        error.Parameter.ShouldBe("when");
        error.TargetType.ShouldBe(type);
        error.Message.ShouldStartWith("when: ");
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_local_time_is_written_with_its_offset()
    {
        DateTime local = At(DateTimeKind.Local);

        Plain.Deserialize<DateTimeOffset>(Plain.Serialize(local)).ShouldBe(new DateTimeOffset(local));
    }

    [Fact]
    public void Digits_beyond_microseconds_are_not_written() =>
        Encoding.UTF8.GetString(Plain.Serialize(At(DateTimeKind.Utc).AddTicks(19))).ShouldBe("\"2030-01-02T03:04:05.000001Z\"");

    [Fact]
    public void An_offset_that_no_datetimeoffset_can_hold_becomes_utc() =>
        Plain.Deserialize<DateTimeOffset>("\"2030-01-02T03:04:05+00:19:32\""u8)
            .ShouldBe(new DateTimeOffset(2030, 1, 2, 2, 44, 33, TimeSpan.Zero));

    [Fact]
    public void Keys_of_dictionaries_are_plain_in_both_dialects()
    {
        var value = new Dictionary<Guid, Dictionary<DateOnly, decimal>> { [Guid.Empty] = new() { [new DateOnly(2030, 1, 2)] = 1.5m } };

        byte[] written = Typed.Serialize(value);

        Encoding.UTF8.GetString(written).ShouldBe(
            """{"00000000-0000-0000-0000-000000000000":{"2030-01-02T00:00:00":{"__type__":"decimal","__value__":"1.5"}}}""");
        Typed.Deserialize<Dictionary<Guid, Dictionary<DateOnly, decimal>>>(written)![Guid.Empty][new DateOnly(2030, 1, 2)].ShouldBe(1.5m);
        Should.Throw<SerializationException>(() => Typed.Deserialize<Dictionary<Guid, int>>("""{"x":1}"""u8))
            .Message.ShouldContain("'x' stands where a UUID");
    }

    [Fact]
    public void A_number_with_more_digits_than_python_reads_is_refused()
    {
        byte[] digits = Encoding.UTF8.GetBytes(new string('9', 4301));

        Should.Throw<SerializationException>(() => Plain.Deserialize<BigInteger>(digits)).Message.ShouldContain("at most 4300");
        Plain.Deserialize<BigInteger>(digits.AsSpan(1)).ShouldBe(BigInteger.Pow(10, 4300) - 1);
    }

    private static T? Read<T>(int place) => Plain.Deserialize<T>(Recorded[place]);

    private static string Envelope(string type, string value) => $$"""{"__type__":"{{type}}","__value__":{{value}}}""";

    private static DateTimeOffset At(double hours) => new(2030, 1, 2, 3, 4, 5, TimeSpan.FromHours(hours));

    private static DateTime At(DateTimeKind kind) => new(2030, 1, 2, 3, 4, 5, kind);
}
