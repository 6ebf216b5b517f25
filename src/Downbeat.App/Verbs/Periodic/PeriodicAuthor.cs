using Downbeat.ScheduleStores;

namespace Downbeat.App.Verbs.Periodic;

internal static class PeriodicAuthor
{
    /// <summary>Whoever sits at the command line.</summary>
    public static PeriodicTaskAuthor Current { get; } = new(Environment.UserName, "cli");
}
