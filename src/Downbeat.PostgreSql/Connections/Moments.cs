namespace Downbeat.PostgreSql.Connections;

/// <summary>Arithmetic that does not leave the calendar.</summary>
internal static class Moments
{
    /// <summary>An instant so long before another, or the first of all.</summary>
    public static DateTimeOffset Before(DateTimeOffset instant, TimeSpan time)
    {
        return time < instant - DateTimeOffset.MinValue ? instant - time : DateTimeOffset.MinValue;
    }
}
