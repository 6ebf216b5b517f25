using Downbeat.Admin.Site;
using Downbeat.Schedules;
using NodaTime;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>The sun's next day at a place, as parts of 24 hours of the operator's clock.</summary>
/// <param name="Bands">Twilights and the day: from, to (0 to 1) and what it is.</param>
/// <param name="Mark">Where the event stands; null when it does not happen that day.</param>
/// <param name="Day">The day.</param>
internal sealed record SunDay(IReadOnlyList<(double From, double To, string Kind)> Bands, double? Mark, string Day)
{
    public static SunDay Of(SolarSchedule schedule, ZoneClock clock)
    {
        DateTimeOffset next = schedule.NextAfter(clock.Now) ?? clock.Now;
        LocalDate date = Instant.FromDateTimeOffset(next).InZone(clock.Zone).Date;
        DateTimeOffset start = clock.Zone.AtStartOfDay(date).ToDateTimeOffset();
        DateTimeOffset end = clock.Zone.AtStartOfDay(date.PlusDays(1)).ToDateTimeOffset();
        double length = (end - start).TotalHours;
        var bands = new List<(double, double, string)>();
        Add("twilight", SolarEvent.DawnCivil, SolarEvent.DuskCivil);
        Add("day", SolarEvent.Sunrise, SolarEvent.Sunset);
        return new SunDay(bands, next < end ? Part(next) : null, date.ToString("uuuu-MM-dd", null));

        double Part(DateTimeOffset at) => Math.Clamp((at - start).TotalHours / length, 0, 1);

        // In another zone the day may begin in one calendar day and end in the next.
        void Add(string kind, SolarEvent first, SolarEvent last)
        {
            DateTimeOffset? rise = In(first);
            DateTimeOffset? set = In(last);
            if (rise is { } up && set is { } down)
            {
                if (up < down)
                {
                    bands.Add((Part(up), Part(down), kind));
                }
                else
                {
                    bands.Add((0, Part(down), kind));
                    bands.Add((Part(up), 1, kind));
                }
            }
        }

        DateTimeOffset? In(SolarEvent which)
        {
            DateTimeOffset? found = Schedule.Solar(which, schedule.Latitude, schedule.Longitude).NextAfter(start - TimeSpan.FromTicks(1));
            return found < end ? found : null;
        }
    }
}
