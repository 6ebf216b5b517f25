using Downbeat.Diagnostics;
using Microsoft.Extensions.Logging;

namespace Downbeat.AspNetCore;

internal static partial class Log
{
    [LoggerMessage(EventIds.Web, LogLevel.Error, "A request for {Path} failed")]
    public static partial void Failed(ILogger logger, Exception exception, string path);

    [LoggerMessage(EventIds.Web + 1, LogLevel.Information, "{Who} by {Way}: {Action} {Subject} {Name}")]
    public static partial void Changed(ILogger logger, string who, string way, string action, string subject, string name);

    [LoggerMessage(EventIds.Web + 2, LogLevel.Error, "The audit log could not be written: {Who} by {Way}: {Action} {Subject} {Name}")]
    public static partial void NotAudited(ILogger logger, Exception exception, string who, string way, string action, string subject, string name);

    [LoggerMessage(EventIds.Web + 3, LogLevel.Warning, "The account {Name} is locked until {Until:O} after {Attempts} failed attempts to sign in")]
    public static partial void Locked(ILogger logger, string name, DateTimeOffset until, int attempts);

    [LoggerMessage(EventIds.Web + 4, LogLevel.Warning, "Whether there is a user who may sign in could not be found out")]
    public static partial void FirstRunUnknown(ILogger logger, Exception exception);

    [LoggerMessage(EventIds.Web + 5, LogLevel.Error, "The cleanup that somebody started by hand failed")]
    public static partial void CleanupFailed(ILogger logger, Exception exception);
}
