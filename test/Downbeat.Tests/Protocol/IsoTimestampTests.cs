using System.Text;
using Downbeat.Protocol;

namespace Downbeat.Tests.Protocol;

public sealed class IsoTimestampTests
{
    [Theory]
    [InlineData("2026-01-01T10:00:00.123456+00:00", "2026-01-01T10:00:00.1234560+00:00")]
    [InlineData("2026-01-01T10:00:00Z", "2026-01-01T10:00:00.0000000+00:00")]
    [InlineData("2026-01-01t10:00:00z", "2026-01-01T10:00:00.0000000+00:00")]
    [InlineData("2026-01-01 10:00:00", "2026-01-01T10:00:00.0000000+00:00")]
    [InlineData("2026-01-01T10:00", "2026-01-01T10:00:00.0000000+00:00")]
    [InlineData("2026-01-01", "2026-01-01T00:00:00.0000000+00:00")]
    [InlineData("2026-01-01T10:00:00.5", "2026-01-01T10:00:00.5000000+00:00")]
    [InlineData("2026-01-01T10:00:00.123456789-05:00", "2026-01-01T15:00:00.1234560+00:00")]
    [InlineData("2026-01-01T10:00:00+0530", "2026-01-01T04:30:00.0000000+00:00")]
    [InlineData("2026-01-01T10:00:00+05", "2026-01-01T05:00:00.0000000+00:00")]
    [InlineData("1900-01-01T00:00:00+00:19:32", "1899-12-31T23:40:28.0000000+00:00")]
    [InlineData("2026-01-01T00:00:00+23:59", "2025-12-31T00:01:00.0000000+00:00")]
    [InlineData("2024-02-29T00:00:00", "2024-02-29T00:00:00.0000000+00:00")]
    public void What_python_writes_is_read(string text, string instant)
    {
        IsoTimestamp.TryParse(text, out DateTimeOffset read).ShouldBeTrue();

        read.ToString("O").ShouldBe(instant);
    }

    [Theory]
    [InlineData("")]
    [InlineData("now")]
    [InlineData("2026-01")]
    [InlineData("0000-01-01")]
    [InlineData("2026-00-01")]
    [InlineData("2026-13-01")]
    [InlineData("2026-01-32")]
    [InlineData("2026-02-29")]
    [InlineData("2026-01-01T")]
    [InlineData("2026-01-01T1")]
    [InlineData("2026-01-01T10")]
    [InlineData("2026-01-01T24:00")]
    [InlineData("2026-01-01T10:60")]
    [InlineData("2026-01-01T10:00:60")]
    [InlineData("2026-01-01T10:00:00.")]
    [InlineData("2026-01-01T10:00:00+")]
    [InlineData("2026-01-01T10:00:00+24:00")]
    [InlineData("2026-01-01T10:00:00+00:60")]
    [InlineData("2026-01-01T10:00:00 UTC")]
    [InlineData("2026-01-01T10:00:00Zx")]
    [InlineData("2026-01-01x10:00:00")]
    [InlineData("0001-01-01T00:00:00+01:00")]
    [InlineData("9999-12-31T23:59:59-01:00")]
    [InlineData("２026-01-01T10:00:00")]
    [InlineData("2026-01-01T10:00:00.00000000000000000000000000000000000000000000000000000000")]
    public void What_is_no_instant_is_not_read(string text) => IsoTimestamp.TryParse(text, out _).ShouldBeFalse();

    [Theory]
    [InlineData(0, 0, "2026-01-01T10:00:00+00:00")]
    [InlineData(1_234_560, 0, "2026-01-01T10:00:00.123456+00:00")]
    [InlineData(10, 330, "2026-01-01T15:30:00.000001+05:30")]
    [InlineData(9, -300, "2026-01-01T05:00:00-05:00")]
    [InlineData(0, -30, "2026-01-01T09:30:00-00:30")]
    public void It_is_written_as_isoformat_writes_it(long ticks, int offsetMinutes, string text)
    {
        DateTimeOffset instant = new DateTimeOffset(2026, 1, 1, 10, 0, 0, TimeSpan.Zero).AddTicks(ticks);

        IsoTimestamp.Format(instant.ToOffset(TimeSpan.FromMinutes(offsetMinutes))).ShouldBe(text);
    }

    [Fact]
    public void Results_carry_it_without_an_offset() =>
        IsoTimestamp.FormatNaive(new DateTimeOffset(2026, 11, 22, 8, 23, 7, 101, 176, TimeSpan.FromHours(2)))
            .ShouldBe("2026-11-22T06:23:07.101176");

    [Fact]
    public void The_ends_of_time_are_written_and_read()
    {
        var last = new DateTimeOffset(DateTime.MaxValue.Ticks - 9, TimeSpan.Zero);
        foreach (DateTimeOffset instant in new[] { DateTimeOffset.MinValue, last })
        {
            IsoTimestamp.TryParse(Encoding.UTF8.GetBytes(IsoTimestamp.Format(instant)), out DateTimeOffset read).ShouldBeTrue();
            read.ShouldBe(instant);
        }
    }
}
