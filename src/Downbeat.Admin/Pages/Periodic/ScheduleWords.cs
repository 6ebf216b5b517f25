namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Schedules in words.</summary>
internal static class ScheduleWords
{
    /// <summary>A schedule in words; its text where it is none.</summary>
    public static string Of(string text) => Schedule.TryParse(text, out Schedule? schedule, out _) ? schedule.Describe() : text;

    public static string Short(string text, int most) => text.Length > most ? text[..most].TrimEnd() + "…" : text;
}
