namespace Downbeat.Sqlite.Connections;

/// <summary>How long this process waits for a file that another program keeps locked.</summary>
internal sealed record SqliteSettings
{
    /// <summary>Before a write gives up, counted from when it was asked for.</summary>
    public TimeSpan WritePatience { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Before a read or the opening of the file gives up.</summary>
    public TimeSpan ReadPatience { get; init; } = TimeSpan.FromSeconds(5);
}
