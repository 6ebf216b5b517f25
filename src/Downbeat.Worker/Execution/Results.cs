using System.Runtime.InteropServices;
using System.Text.Json;
using Downbeat.Protocol;
using Downbeat.Retention;
using Downbeat.Serialization;
using Downbeat.Worker.Hosting;

namespace Downbeat.Worker.Execution;

/// <summary>Makes what the result backend holds of a run.</summary>
internal sealed class Results(WorkerSettings settings, RetentionPolicy retention)
{
    private static readonly ReadOnlyMemory<byte> EmptyArray = "[]"u8.ToArray();
    private static readonly ReadOnlyMemory<byte> EmptyObject = "{}"u8.ToArray();

    /// <summary>A result in an unfinished state, or one without a value.</summary>
    public TaskResult Of(Run run, TaskState state, DateTimeOffset now, ExceptionInfo? exception = null)
    {
        TimeSpan? keep = Keep(run);
        TaskHeaders headers = run.Headers;
        return new TaskResult
        {
            Id = headers.Id,
            State = state,
            Exception = exception,
            Name = headers.Task,
            Args = run.Body is { } body ? Raw(body.Args, EmptyArray) : default,
            Kwargs = run.Body is { } same ? Raw(same.Kwargs, EmptyObject) : default,
            Worker = settings.Name,
            Queue = run.Delivery.Queue,
            Retries = headers.Retries,
            ReceivedAt = run.ReceivedAt,
            StartedAt = run.StartedAt,
            DoneAt = state.IsFinished ? now : null,
            ParentId = headers.ParentId,
            RootId = headers.RootId,
            GroupId = headers.Group,
            PeriodicTaskName = HeaderValues.Text(headers, HeaderNames.PeriodicTaskName),
            Progress = run.News.Progress,
            Keep = keep,
            ExpiresAt = retention.ExpiresAt(headers.Task, state, now, keep),
        };
    }

    public TaskResult Success(Run run, ReadOnlyMemory<byte> value, DateTimeOffset now)
    {
        return Of(run, TaskState.Success, now) with { Value = value };
    }

    // The message's own word counts before the task's: its sender knew what it is for.
    private static TimeSpan? Keep(Run run)
    {
        TimeSpan? keep = HeaderValues.Seconds(run.Headers, HeaderNames.ResultKeep) ?? run.Definition?.Options.ResultKeep;
        return keep is { } given ? Later.Limit(given) : null;
    }

    private ReadOnlyMemory<byte> Raw(JsonElement arguments, ReadOnlyMemory<byte> empty)
    {
        ReadOnlySpan<byte> json = JsonMarshal.GetRawUtf8Value(arguments);
        return settings.MaxArgumentBytes == 0 || json.Length > settings.MaxArgumentBytes ? default
            : json.SequenceEqual(empty.Span) ? empty
            : json.ToArray();
    }
}
