using Downbeat.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>The usual schedules of a task that was just added.</summary>
public static class TaskBuilderExtensions
{
    /// <summary>Fires it again and again, on a fixed grid.</summary>
    /// <param name="builder">The task.</param>
    /// <param name="every">The time between two fires; at least 10 ms.</param>
    public static ITaskBuilder Every(this ITaskBuilder builder, TimeSpan every)
    {
        return builder.On(Downbeat.Schedule.Every(every));
    }

    /// <summary>Fires it by a crontab.</summary>
    /// <param name="builder">The task.</param>
    /// <param name="crontab"><c>minute hour day_of_month month_of_year day_of_week</c>.</param>
    /// <param name="timeZone">The IANA time zone.</param>
    public static ITaskBuilder Every(this ITaskBuilder builder, string crontab, string timeZone = "UTC")
    {
        return builder.On(Downbeat.Schedule.Crontab(crontab, timeZone));
    }
}
