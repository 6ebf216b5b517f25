namespace Downbeat.Hosting;

/// <summary>Whether something works.</summary>
/// <param name="IsReady">Whether it does.</param>
/// <param name="Detail">What was found, for people.</param>
public sealed record Readiness(bool IsReady, string Detail)
{
    /// <summary>It works.</summary>
    /// <param name="detail">What was found.</param>
    public static Readiness Ready(string detail = "ok") => new(true, detail);

    /// <summary>It does not work.</summary>
    /// <param name="detail">What was found, and what to do.</param>
    public static Readiness NotReady(string detail) => new(false, detail);
}
