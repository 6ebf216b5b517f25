namespace Downbeat.PostgreSql.Connections;

/// <summary>A statement failed for a reason of its own, such as a value that is too long.</summary>
internal sealed class PostgreSqlFailureException(string state, string message, Exception innerException) : DownbeatException(message, innerException)
{
    /// <summary>The five characters by which PostgreSQL names the error.</summary>
    public string State { get; } = state;
}
