using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>The time limits of one run.</summary>
/// <param name="Soft">After this time its token is cancelled; never when null.</param>
/// <param name="Hard">After this time it is failed; never when null.</param>
internal readonly record struct Limits(TimeSpan? Soft, TimeSpan? Hard)
{
    /// <summary>The message's own limits, else the task's. As in Celery, zero does not say anything.</summary>
    public static Limits Of(TimeLimits message, TaskOptions own)
    {
        TimeSpan? hard = ToTime(message.Hard) ?? own.TimeLimit;
        TimeSpan? soft = ToTime(message.Soft) ?? own.SoftTimeLimit;
        return new Limits(soft < hard || hard is null ? soft : null, hard);
    }

    private static TimeSpan? ToTime(double? seconds)
    {
        return seconds is { } given ? Later.FromSeconds(given) : null;
    }
}
