namespace Downbeat.Control;

/// <summary>A task that shall not run, or not run on.</summary>
/// <param name="TaskId">The task's id.</param>
/// <param name="RevokedAt">When it was revoked.</param>
/// <param name="Reason">Why; shown with the result.</param>
/// <param name="Terminate">Whether a run under way is cancelled too.</param>
public sealed record Revocation(string TaskId, DateTimeOffset RevokedAt, string Reason, bool Terminate);
