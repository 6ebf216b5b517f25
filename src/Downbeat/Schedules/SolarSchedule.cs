using System.Globalization;
using Downbeat.Schedules.Sun;

namespace Downbeat.Schedules;

/// <summary>An event of the sun at a place on the Earth, to the whole second.</summary>
/// <remarks>The height of the place, its weather and its hills are not considered: the horizon is the sea's, as Celery has it.</remarks>
public sealed record SolarSchedule : Schedule
{
    private readonly SolarClock _clock;

    private SolarSchedule(SolarEvent solarEvent, double latitude, double longitude)
    {
        Event = solarEvent;

        // Adding zero makes −0 the plain 0, so that equal places have equal texts.
        Latitude = latitude + 0.0;
        Longitude = longitude + 0.0;
        _clock = new SolarClock(solarEvent, Latitude, Longitude);
    }

    /// <summary>The event.</summary>
    public SolarEvent Event { get; }

    /// <summary>Degrees north, −90 to 90.</summary>
    public double Latitude { get; }

    /// <summary>Degrees east, −180 to 180.</summary>
    public double Longitude { get; }

    /// <inheritdoc/>
    public override ScheduleKind Kind => ScheduleKind.Solar;

    /// <inheritdoc/>
    public override string Describe()
    {
        string[] words = Event.ToText().Split('_');
        if (Event is not SolarEvent.SolarNoon)
        {
            // dawn_civil is spoken of as civil dawn.
            Array.Reverse(words);
        }

        return string.Create(CultureInfo.InvariantCulture, $"At {string.Join(' ', words)} in {Latitude}, {Longitude}");
    }

    /// <summary>Whether the other schedule is the same event at the same place.</summary>
    /// <param name="other">The other schedule.</param>
    public bool Equals(SolarSchedule? other)
        => other is not null && Event == other.Event && Latitude.Equals(other.Latitude) && Longitude.Equals(other.Longitude);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Event, Latitude, Longitude);

    internal static Parsed<SolarSchedule> Create(SolarEvent solarEvent, double latitude, double longitude)
    {
        InvalidValueException? refusal = ScheduleNames.Events.RefusalOf(solarEvent)
            ?? (latitude is >= -90 and <= 90 ? null : LatitudeRefusal(latitude))
            ?? (longitude is >= -180 and <= 180 ? null : LongitudeRefusal(longitude));
        return refusal is null ? new SolarSchedule(solarEvent, latitude, longitude) : refusal;
    }

    internal static InvalidValueException LatitudeRefusal(object latitude)
        => new("latitude", latitude, "degrees north from -90 to 90");

    internal static InvalidValueException LongitudeRefusal(object longitude)
        => new("longitude", longitude, "degrees east from -180 to 180");

    private protected override long Next(long after, in ScheduleOrigin origin)
        => SolarClock.ToTicks(_clock.NextAfter(SolarClock.FromTicks(after)));

    private protected override long Previous(long until, in ScheduleOrigin origin)
        => SolarClock.ToTicks(_clock.LastAtOrBefore(SolarClock.FromTicks(until)));

    private protected override long Count(long after, long until, in ScheduleOrigin origin)
        => _clock.Count(SolarClock.FromTicks(after), SolarClock.FromTicks(until));

    private protected override string ToBody()
        => string.Create(CultureInfo.InvariantCulture, $"{Event.ToText()} {Latitude} {Longitude}");
}
