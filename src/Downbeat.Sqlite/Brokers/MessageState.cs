namespace Downbeat.Sqlite.Brokers;

/// <summary>The states of a message's row; the partial indexes of the schema name them by number.</summary>
internal static class MessageState
{
    public const long Ready = 0;
    public const long Delayed = 1;
    public const long Held = 2;

    /// <summary>Ready, but delivered before and never settled: consumers hold one such message at a time, so that poison spoils no others.</summary>
    public const long Suspect = 3;
}
