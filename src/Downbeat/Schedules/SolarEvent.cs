namespace Downbeat;

/// <summary>
/// An event of the sun's day. Angles are of the sun's altitude; twilights judge the centre of its disc, sunrise and sunset its upper
/// limb.
/// </summary>
public enum SolarEvent
{
    /// <summary>The sun rises through −18°; text form <c>dawn_astronomical</c>.</summary>
    DawnAstronomical,

    /// <summary>The sun rises through −12°; text form <c>dawn_nautical</c>.</summary>
    DawnNautical,

    /// <summary>The sun rises through −6°; text form <c>dawn_civil</c>.</summary>
    DawnCivil,

    /// <summary>The upper limb rises through −0°34′; text form <c>sunrise</c>.</summary>
    Sunrise,

    /// <summary>The sun stands on the upper meridian; text form <c>solar_noon</c>.</summary>
    SolarNoon,

    /// <summary>The upper limb sets through −0°34′; text form <c>sunset</c>.</summary>
    Sunset,

    /// <summary>The sun sets through −6°; text form <c>dusk_civil</c>.</summary>
    DuskCivil,

    /// <summary>The sun sets through −12°; text form <c>dusk_nautical</c>.</summary>
    DuskNautical,

    /// <summary>The sun sets through −18°; text form <c>dusk_astronomical</c>.</summary>
    DuskAstronomical,
}
