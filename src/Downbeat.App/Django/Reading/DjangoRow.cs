using System.Globalization;
using Downbeat.Protocol;
using NodaTime;

namespace Downbeat.App.Django.Reading;

/// <summary>A row as it was read. Each field says of itself what is wrong with it; one that is not there is null.</summary>
internal sealed class DjangoRow(Dictionary<string, int> columns, object?[] values, DateTimeZone naiveZone)
{
    private const string AnInstant = "a date and a time, such as 2026-11-23 12:00:00";

    public bool Has(string field) => columns.ContainsKey(field);

    /// <summary>A text; what is empty is null, as Django's forms write it.</summary>
    public string? Text(string field) => Raw(field) is { Length: > 0 } text ? text : null;

    /// <summary>A text as it stands.</summary>
    public string? Raw(string field) => Convert.ToString(Get(field), CultureInfo.InvariantCulture);

    public long? Whole(string field)
    {
        return Get(field) is null ? null
            : long.TryParse(Raw(field), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long whole) ? whole
            : throw new InvalidValueException(field, Raw(field), "a whole number");
    }

    public double? Number(string field)
    {
        return Get(field) switch
        {
            null => null,
            double number => number,
            _ when double.TryParse(Raw(field), NumberStyles.Float, CultureInfo.InvariantCulture, out double number) => number,
            _ => throw new InvalidValueException(field, Raw(field), "a number"),
        };
    }

    public bool Flag(string field)
    {
        return Get(field) switch
        {
            null => false,
            bool flag => flag,
            long number => number != 0,
            _ => throw new InvalidValueException(field, Raw(field), "true or false"),
        };
    }

    public DateTimeOffset? Instant(string field)
    {
        return Get(field) switch
        {
            null => null,
            DateTime { Kind: DateTimeKind.Utc } utc => new DateTimeOffset(utc),
            DateTime local => Zoned(local),
            _ => Read(field, Raw(field)!),
        };
    }

    private object? Get(string field) => columns.TryGetValue(field, out int column) ? values[column] : null;

    // Django keeps times in SQLite as texts without an offset: in UTC, or in its own zone where USE_TZ is off.
    private DateTimeOffset Read(string field, string text)
    {
        return DateTime.TryParseExact(
            text, ["yyyy-MM-dd HH:mm:ss.FFFFFFF", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFF", "yyyy-MM-dd HH:mm", "yyyy-MM-dd"], CultureInfo.InvariantCulture, DateTimeStyles.None, out DateTime local)
                ? Zoned(local)
                : IsoTimestamp.TryParse(text.Replace(' ', 'T'), out DateTimeOffset instant) ? instant
                : throw new InvalidValueException(field, text, AnInstant);
    }

    private DateTimeOffset Zoned(DateTime local)
    {
        return LocalDateTime.FromDateTime(local).InZoneLeniently(naiveZone).ToDateTimeOffset().ToUniversalTime();
    }
}
