namespace Downbeat.Generators.Reading;

/// <summary>Seconds as attributes hold them.</summary>
/// <remarks>They become whole microseconds here, because <c>TimeSpan.FromSeconds</c> does not give the same in every compiler's process.</remarks>
internal static class Seconds
{
    private const double Most = 9.2e11;

    public static bool AreInRange(double seconds) => seconds >= 0 && seconds <= Most;

    public static TimeSpan ToTimeSpan(double seconds) =>
        TimeSpan.FromTicks(AreInRange(seconds) ? (long)Math.Round(seconds * 1_000_000) * 10 : seconds > 0 ? long.MaxValue : long.MinValue);

    public static string Code(double seconds) => $"new global::System.TimeSpan({Literals.Constant(ToTimeSpan(seconds).Ticks)})";
}
