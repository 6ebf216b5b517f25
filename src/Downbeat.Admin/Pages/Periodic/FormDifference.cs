using Downbeat.Admin.Forms;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>Finds out in which fields two versions of a periodic task differ.</summary>
internal static class FormDifference
{
    private static readonly string[] Fields =
    [
        "name", "task", "description", "tags", "enabled", "kind", "every", "period", "minute", "hour", "day_of_month", "month_of_year", "day_of_week", "timezone", "dst_gap",
        "dst_overlap", "event", "latitude", "longitude", "clocked", "args", "kwargs", "queue", "exchange", "routing_key", "priority", "headers", "expires", "expire_seconds",
        "one_off", "start_time", "catch_up", "starting_deadline", "overlap", "jitter",
    ];

    public static IReadOnlyList<(string Field, string Theirs, string Yours)> Of(FormState theirs, FormState yours)
    {
        return [.. Fields.Where(field => Matters(field, theirs, yours) && theirs[field].Trim() != yours[field].Trim()).Select(field => (field, theirs[field], yours[field]))];
    }

    // The fields of a kind of schedule that neither has say nothing.
    private static bool Matters(string field, FormState theirs, FormState yours)
    {
        string? kind = field switch
        {
            "every" or "period" => "interval",
            "minute" or "hour" or "day_of_month" or "month_of_year" or "day_of_week" or "timezone" or "dst_gap" or "dst_overlap" => "crontab",
            "event" or "latitude" or "longitude" => "solar",
            "clocked" => "clocked",
            _ => null,
        };
        return kind is null || theirs["kind"] == kind || yours["kind"] == kind;
    }
}
