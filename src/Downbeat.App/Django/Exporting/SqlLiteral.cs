using System.Globalization;

namespace Downbeat.App.Django.Exporting;

/// <summary>Values as they stand in SQL.</summary>
internal static class SqlLiteral
{
    public static string Of(object? value, DjangoDialect dialect) => value switch
    {
        null => "NULL",
        bool flag when dialect == DjangoDialect.Sqlite => flag ? "1" : "0",
        bool flag => flag ? "TRUE" : "FALSE",
        long number => number.ToString(CultureInfo.InvariantCulture),
        decimal number => number.ToString(CultureInfo.InvariantCulture),
        DateTimeOffset instant => Of(instant, dialect),
        string text => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'",
        _ => throw new ArgumentException($"No SQL literal for {value.GetType()}.", nameof(value)),
    };

    // As Django writes it: on SQLite in UTC without an offset, and without a fraction that is zero.
    private static string Of(DateTimeOffset instant, DjangoDialect dialect)
    {
        DateTime utc = Instants.Round(instant).UtcDateTime;
        string format = utc.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-dd HH:mm:ss" : "yyyy-MM-dd HH:mm:ss.ffffff";
        string text = utc.ToString(format, CultureInfo.InvariantCulture);
        return dialect == DjangoDialect.Sqlite ? $"'{text}'" : $"TIMESTAMPTZ '{text}+00'";
    }
}
