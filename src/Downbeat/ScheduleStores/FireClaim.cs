namespace Downbeat.ScheduleStores;

/// <summary>Fires claimed by one relay for a while.</summary>
/// <param name="Token">Tells this claim from a later one of the same fires.</param>
/// <param name="Now">The time by the store's clock.</param>
/// <param name="Fires">The fires, oldest first.</param>
public sealed record FireClaim(Guid Token, DateTimeOffset Now, IReadOnlyList<Fire> Fires);
