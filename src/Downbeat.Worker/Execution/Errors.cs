using System.Globalization;
using System.Text.Json;
using Downbeat.Serialization;

namespace Downbeat.Worker.Execution;

/// <summary>The exceptions that results carry, in the words Celery's own workers and clients use.</summary>
internal static class Errors
{
    private const string Celery = "celery.exceptions";
    private const string Billiard = "billiard.exceptions";
    private const int LongestTraceback = 64 * 1024;

    /// <summary>What a task threw. Exceptions are user code: one that cannot even describe itself is known by its type.</summary>
    public static ExceptionInfo Of(Exception exception)
    {
        try
        {
            return Trim(ExceptionInfo.From(exception));
        }
        catch (Exception broken)
        {
            Type type = exception.GetType();
            return ExceptionInfo.Create(type.Name, type.Namespace, $"the exception cannot describe itself: {broken.GetType().Name}");
        }
    }

    public static ExceptionInfo Revoked(string? reason) => ExceptionInfo.Create("TaskRevokedError", Celery, With("revoked", reason));

    public static ExceptionInfo Terminated(string? reason) => ExceptionInfo.Create("TaskRevokedError", Celery, With("terminated", reason));

    public static ExceptionInfo Expired() => ExceptionInfo.Create("TaskRevokedError", Celery, "expired");

    public static ExceptionInfo SoftTimeLimit(Exception thrown)
    {
        return ExceptionInfo.Create("SoftTimeLimitExceeded", Billiard) with { Traceback = Of(thrown).Traceback };
    }

    public static ExceptionInfo TimeLimit(TimeSpan limit)
    {
        JsonElement seconds = JsonElement.Parse(limit.TotalSeconds.ToString("R", CultureInfo.InvariantCulture));
        return ExceptionInfo.Create("TimeLimitExceeded", Billiard) with { Args = [seconds] };
    }

    public static ExceptionInfo WorkerLost(string what) => ExceptionInfo.Create("WorkerLostError", Billiard, what);

    public static ExceptionInfo MaxRetriesExceeded(string task, string id, RetryException asked)
    {
        return ExceptionInfo.Create("MaxRetriesExceededError", Celery, $"Can't retry {task}[{id}]: {asked.Message}") with
        {
            Traceback = Of(asked).Traceback,
        };
    }

    /// <summary>Whether an exception says that a token was cancelled; code that blocks on tasks wraps it.</summary>
    public static bool IsCancellation(Exception? exception)
    {
        return exception is OperationCanceledException or AggregateException { InnerException: OperationCanceledException };
    }

    private static string With(string word, string? reason)
    {
        return string.IsNullOrWhiteSpace(reason) || reason == "revoked" ? word : $"{word}: {reason}";
    }

    private static ExceptionInfo Trim(ExceptionInfo info)
    {
        return info.Traceback is { Length: > LongestTraceback } text
            ? info with { Traceback = string.Create(CultureInfo.InvariantCulture, $"{text.AsSpan(0, LongestTraceback)}… ({text.Length} characters in all)") }
            : info;
    }
}
