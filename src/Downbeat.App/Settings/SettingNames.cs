namespace Downbeat.App.Settings;

/// <summary>The settings that <c>downbeat.json</c>, the section <c>Downbeat</c> and the environment may hold.</summary>
internal static class SettingNames
{
    public const string RetentionRules = "retention.rules";

    /// <summary>All of them, as they are written in <c>downbeat.json</c>, levels separated by a point.</summary>
    public static readonly string[] All =
    [
        "store", "broker", "result_backend", "default_queue", "time_zone", "result_expires", "application", "application_version",
        "retention.give_up_after", "retention.fires_keep", "retention.cleanup_runs_keep", "retention.nodes_keep", "retention.messages_keep",
        "retention.dead_letters_keep",
        "worker.queues", "worker.concurrency", "worker.prefetch", "worker.lease", "worker.max_deliveries", "worker.shutdown_timeout", "worker.name",
        "beat.missed_after", "beat.batch_size", "beat.name",
    ];

    /// <summary>The fields of a retention rule.</summary>
    public static readonly string[] OfRule = ["task", "state", "keep", "max_per_task"];

    private static readonly HashSet<string> Known = new(All.Select(Normalize), StringComparer.Ordinal);

    /// <summary>One spelling for <c>result_backend</c>, <c>ResultBackend</c> and <c>RESULT_BACKEND</c>.</summary>
    public static string Normalize(string name) => name.Replace("_", "", StringComparison.Ordinal).ToUpperInvariant();

    public static bool IsKnown(string normalized)
    {
        return Known.Contains(normalized) || (IsRule(normalized, out string field) && OfRule.Any(known => Normalize(known) == field));
    }

    // RETENTION.RULES.0.KEEP
    private static bool IsRule(string normalized, out string field)
    {
        string[] parts = normalized.Split('.');
        field = parts[^1];
        return parts.Length == 4 && $"{parts[0]}.{parts[1]}" == Normalize(RetentionRules) && parts[2].All(char.IsAsciiDigit);
    }
}
