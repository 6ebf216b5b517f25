namespace Downbeat.App.Django.Reading;

/// <summary>One of django-celery-beat's tables: the columns every release has had, and those that came later.</summary>
internal sealed record DjangoTable(string Name, string[] Always, string[] Later)
{
    public static readonly DjangoTable Tasks = new(
        "django_celery_beat_periodictask",
        [
            "id", "name", "task", "args", "kwargs", "queue", "exchange", "routing_key", "expires", "enabled", "last_run_at", "total_run_count",
            "date_changed", "description", "crontab_id", "interval_id",
        ],
        ["solar_id", "one_off", "start_time", "priority", "headers", "clocked_id", "expire_seconds"]);

    public static readonly DjangoTable Intervals = new("django_celery_beat_intervalschedule", ["id", "every", "period"], []);

    public static readonly DjangoTable Crontabs = new(
        "django_celery_beat_crontabschedule", ["id", "minute", "hour", "day_of_week", "day_of_month", "month_of_year"], ["timezone"]);

    public static readonly DjangoTable Solars = new("django_celery_beat_solarschedule", ["id", "event", "latitude", "longitude"], []);

    public static readonly DjangoTable Clockeds = new("django_celery_beat_clockedschedule", ["id", "clocked_time"], []);

    /// <summary>One row with the time of the last change: a running beat reads everything anew when it is touched.</summary>
    public static readonly DjangoTable Changes = new("django_celery_beat_periodictasks", ["ident", "last_update"], []);
}
