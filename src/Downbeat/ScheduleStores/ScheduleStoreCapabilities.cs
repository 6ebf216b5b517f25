namespace Downbeat.ScheduleStores;

/// <summary>What a schedule store can do, as data.</summary>
public sealed record ScheduleStoreCapabilities
{
    /// <summary>The technology's name: <c>sqlite</c>.</summary>
    public required string Technology { get; init; }

    /// <summary>The database its rows live in. A broker with the same value can take messages in the tick's own transaction.</summary>
    public string? Database { get; init; }
}
