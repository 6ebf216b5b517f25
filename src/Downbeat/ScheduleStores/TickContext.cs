namespace Downbeat.ScheduleStores;

/// <summary>What a decision may depend on besides the row.</summary>
/// <param name="StoreId">The store's id.</param>
/// <param name="Now">The time by the store's clock.</param>
public readonly record struct TickContext(Guid StoreId, DateTimeOffset Now);
