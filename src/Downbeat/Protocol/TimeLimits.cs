using System.Runtime.InteropServices;

namespace Downbeat.Protocol;

/// <summary>How long one run may take; the header <c>timelimit</c>, on the wire <c>[hard, soft]</c>.</summary>
/// <param name="Hard">Seconds until the run is ended, at least 0; <see langword="null"/> for no limit of the message's own.</param>
/// <param name="Soft">
/// Seconds until the run is told to finish, at least 0; <see langword="null"/> for no limit of the message's own.
/// </param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct TimeLimits(double? Hard, double? Soft)
{
    internal const string AllowedSeconds = "seconds, 0 or more, or null";

    /// <summary>Seconds until the run is ended, at least 0; <see langword="null"/> for no limit of the message's own.</summary>
    public double? Hard { get; init => field = Check(nameof(Hard), value); } = Check(nameof(Hard), Hard);

    /// <summary>Seconds until the run is told to finish, at least 0; <see langword="null"/> for no limit of the message's own.</summary>
    public double? Soft { get; init => field = Check(nameof(Soft), value); } = Check(nameof(Soft), Soft);

    internal static bool IsAllowed(double seconds) => double.IsFinite(seconds) && seconds >= 0;

    private static double? Check(string field, double? seconds) =>
        seconds is not { } given || IsAllowed(given)
            ? seconds
            : throw new InvalidValueException($"timelimit.{field}", given, AllowedSeconds);
}
