using Downbeat.Retention;

namespace Downbeat.Hosting;

/// <summary>A database and the roles it has in this application.</summary>
/// <param name="Retention">What keeps it small.</param>
/// <param name="Roles">Its roles.</param>
public sealed record RetentionJob(IRetention Retention, IReadOnlyList<RetentionRole> Roles);
