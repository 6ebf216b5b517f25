using System.Diagnostics;
using Downbeat.Diagnostics;
using Downbeat.Protocol;

namespace Downbeat.Worker.Execution;

/// <summary>The spans of runs.</summary>
internal static class RunTracing
{
    /// <summary>
    /// Begins the span of a run, below the span that sent its message. A fire of a periodic task is linked instead: it belongs to no request, and
    /// a trace that all of its occurrences hang on would never end.
    /// </summary>
    public static Activity? Start(Run run, string system)
    {
        if (!Telemetry.Source.HasListeners())
        {
            return null;
        }

        TaskHeaders headers = run.Headers;
        bool hasSender = ActivityContext.TryParse(
            HeaderValues.Text(headers, HeaderNames.TraceParent), HeaderValues.Text(headers, HeaderNames.TraceState), isRemote: true, out ActivityContext sender);
        bool isFire = headers.Extra.ContainsKey(HeaderNames.Fire);
        Activity? activity = Telemetry.Source.StartActivity(
            "process " + headers.Task,
            ActivityKind.Consumer,
            hasSender && !isFire ? sender : default,
            links: hasSender && isFire ? [new ActivityLink(sender)] : null);
        activity?.SetTag(TagNames.System, system)
            .SetTag(TagNames.Operation, "process")
            .SetTag(TagNames.Queue, run.Delivery.Queue)
            .SetTag(TagNames.TaskId, headers.Id)
            .SetTag(TagNames.Task, headers.Task);
        if (HeaderValues.Text(headers, HeaderNames.PeriodicTaskName) is { } periodic)
        {
            activity?.SetTag(TagNames.PeriodicTask, periodic);
        }

        return activity;
    }

    public static void End(Activity? activity, TaskState? state, Exception? exception)
    {
        if (activity is null)
        {
            return;
        }

        activity.SetTag(TagNames.State, state?.Name);
        if (exception is not null)
        {
            activity.AddException(exception);
        }

        if (state == TaskState.Failure || state == TaskState.Retry)
        {
            activity.SetStatus(ActivityStatusCode.Error, exception?.Message);
        }

        activity.Dispose();
    }
}
