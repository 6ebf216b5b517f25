using System.Globalization;
using Downbeat.Admin.Site;
using NodaTime;
using NodaTime.Text;

namespace Downbeat.Admin.Forms;

/// <summary>
/// Fields for instants. They show the operator's clock to the second; what was there before stays exactly what it was unless the field was changed.
/// </summary>
internal static class InstantFields
{
    private const string Before = "-was";
    private const string Allowed = "a date and a time, such as 2026-11-23 16:00; with Z or an offset it need not be of your zone";

    private static readonly LocalDateTimePattern[] Patterns =
    [
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss"),
        LocalDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss.FFFFFF"),
    ];

    private static readonly OffsetDateTimePattern WithOffset = OffsetDateTimePattern.CreateWithInvariantCulture("uuuu-MM-dd'T'HH:mm:ss;FFFFFFo<Z+HH:mm>");

    public static string BeforeOf(string name) => name + Before;

    public static void Write(FormState form, string name, DateTimeOffset? instant, ZoneClock clock)
    {
        form[name] = clock.Field(instant);
        form[BeforeOf(name)] = instant is { } value ? value.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture) : "";
    }

    public static DateTimeOffset? Read(FormState form, string name, ZoneClock clock)
    {
        if (form.Text(name) is not { } text)
        {
            return null;
        }

        if (ReadUtc(form[BeforeOf(name)]) is { } before && clock.Field(before) == text)
        {
            return before;
        }

        string normal = text.Replace(' ', 'T');
        foreach (LocalDateTimePattern pattern in Patterns)
        {
            if (pattern.Parse(normal).TryGetValue(default, out LocalDateTime local))
            {
                return local.InZoneLeniently(clock.Zone).ToDateTimeOffset().ToUniversalTime();
            }
        }

        return WithOffset.Parse(normal).TryGetValue(default, out OffsetDateTime exact)
            ? exact.ToDateTimeOffset().ToUniversalTime()
            : throw new InvalidValueException(name, text, Allowed);
    }

    private static DateTimeOffset? ReadUtc(string text)
    {
        return DateTimeOffset.TryParseExact(
            text, "yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset instant) ? instant : null;
    }
}
