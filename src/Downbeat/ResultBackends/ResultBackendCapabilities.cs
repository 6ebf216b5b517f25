namespace Downbeat.ResultBackends;

/// <summary>What a result backend can do, as data.</summary>
public sealed record ResultBackendCapabilities
{
    /// <summary>The technology's name: <c>sqlite</c>.</summary>
    public required string Technology { get; init; }

    /// <summary>Whether results can be looked up by anyone and listed; not so for rpc, whose results only their sender sees.</summary>
    public bool IsShared { get; init; } = true;

    /// <summary>Whether results disappear by themselves when they expire.</summary>
    public bool ExpiresByItself { get; init; }

    /// <summary>The database the results live in, where a transaction of it can hold a store; null when there is none.</summary>
    public string? Database { get; init; }
}
