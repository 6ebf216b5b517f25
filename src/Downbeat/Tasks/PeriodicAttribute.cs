namespace Downbeat;

/// <summary>Gives a declared task a periodic task of its own, seeded into the schedule store when an application starts.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true, Inherited = false)]
public sealed class PeriodicAttribute : Attribute
{
    /// <summary>Fires by a crontab.</summary>
    /// <param name="crontab"><c>minute hour day_of_month month_of_year day_of_week</c>.</param>
    public PeriodicAttribute(string crontab)
    {
        Crontab = crontab;
    }

    /// <summary>Fires by an interval or at a solar event: set <see cref="EverySeconds"/> or <see cref="Schedule"/>.</summary>
    public PeriodicAttribute()
    {
    }

    /// <summary>The crontab, if that is what it fires by.</summary>
    public string? Crontab { get; }

    /// <summary>The crontab's IANA time zone; UTC when null.</summary>
    public string? TimeZone { get; set; }

    /// <summary>The interval in seconds, at least 0.01; 0 when it does not fire by an interval.</summary>
    public double EverySeconds { get; set; }

    /// <summary>Any schedule as text: <c>solar: sunset 52.5 13.4</c>.</summary>
    public string? Schedule { get; set; }

    /// <summary>The name of the periodic task; the task's own name when null.</summary>
    public string? Name { get; set; }

    /// <summary>The arguments by name, as a JSON object; none when null.</summary>
    public string? Kwargs { get; set; }
}
