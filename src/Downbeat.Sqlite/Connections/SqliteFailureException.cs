namespace Downbeat.Sqlite.Connections;

/// <summary>A statement failed for a reason of its own, such as a constraint.</summary>
internal sealed class SqliteFailureException(int code, string message) : DownbeatException(message)
{
    public int Code { get; } = code;
}
