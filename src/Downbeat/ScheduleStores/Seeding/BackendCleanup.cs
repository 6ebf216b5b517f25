using Downbeat.Hosting;
using Downbeat.Tasks;

namespace Downbeat.ScheduleStores.Seeding;

/// <summary>The periodic task that keeps the result backend small.</summary>
internal static class BackendCleanup
{
    /// <summary>Its name, and that of the task it sends: Celery's.</summary>
    public const string Name = "celery.backend_cleanup";

    private const string Removed = "results are kept for ever (result_expires is none), so there is nothing to clean";
    private static readonly TimeSpan Expiry = TimeSpan.FromHours(12);

    /// <summary>Downbeat itself, as the one who declares it.</summary>
    /// <param name="version">Downbeat's version.</param>
    public static SeedSource Source(string version) => new("downbeat", version, PeriodicTaskAuthor.BuiltIn, Removed);

    /// <summary>Its declaration; none while results never expire.</summary>
    /// <param name="options">How long results are kept, and the time zone.</param>
    /// <param name="isForeign">Whether only Celery's own worker can clean the result backend: the message goes to its queue.</param>
    public static IReadOnlyList<PeriodicDeclaration> Declare(DownbeatOptions options, bool isForeign)
    {
        if (options.Retention.DeletesNoResults)
        {
            return [];
        }

        var task = new PeriodicTask(Name, Name)
        {
            Schedule = Schedule.Crontab("0 4 * * *", options.TimeZone),
            ExpiresAfter = Expiry,
            Queue = isForeign ? options.DefaultQueue : DownbeatOptions.MaintenanceQueue,
            Description = "Deletes results that have expired from the result backend.",
        };
        return [new PeriodicDeclaration(Name, task)];
    }
}
