using System.Globalization;

namespace Downbeat.Beat.Ticking;

/// <summary>Why an occurrence was not fired or a periodic task ended, in the words the history shows.</summary>
internal static class Reasons
{
    public const string OneOffFired = "one-off: it has fired";
    public const string MissedNone = "missed, and catch_up is none";
    public const string MissedLatest = "missed, and catch_up is latest: a newer one fires";
    public const string Superseded = "a newer one was due as well, and overlap is cancel_previous";

    public static readonly string MissedAll =
        string.Create(CultureInfo.InvariantCulture, $"missed, and catch_up fires the newest {BeatRules.MostFires} only");

    public static string TooOld(TimeSpan deadline) =>
        string.Create(CultureInfo.InvariantCulture, $"later than its starting deadline of {deadline.TotalSeconds} s");

    public static string Expired(DateTimeOffset expires) => $"the periodic task expired at {expires.UtcDateTime:O}";

    public static string StillRunning(string? taskId) => $"the previous run, {taskId}, has not finished";

    public static string OneOffSkipped(string reason) => $"one-off: its only occurrence was not fired: {reason}";
}
