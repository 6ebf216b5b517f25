using System.Collections.Concurrent;
using System.Text;

namespace Downbeat.PostgreSql.Connections;

/// <summary>Turns statements as they stand in the code, with the schema <c>downbeat</c> and the server's clock, into those of another schema or clock.</summary>
internal sealed class Sql(string schema, string clock)
{
    private const string SchemaInCode = PostgreSqlUrl.DefaultSchema + ".";
    private const string ClockInCode = "clock_timestamp()";
    private const int LongestName = 63;

    private readonly ConcurrentDictionary<string, string> _known = new(StringComparer.Ordinal);
    private readonly bool _isAsInCode = schema == PostgreSqlUrl.DefaultSchema && clock == ClockInCode;

    public string Schema { get; } = schema;

    public string Of(string sql) => _isAsInCode ? sql : _known.GetOrAdd(sql, Translate);

    /// <summary>A name as an identifier.</summary>
    public static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    /// <summary>The channel of a schema's notifications; PostgreSQL cuts names that are too long, which could make two channels one.</summary>
    public static string ChannelOf(string schema)
    {
        string channel = $"downbeat:{schema}";
        return Encoding.UTF8.GetByteCount(channel) <= LongestName
            ? channel
            : $"downbeat:{Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(Encoding.UTF8.GetBytes(schema)))[..48]}";
    }

    private string Translate(string sql)
    {
        return sql.Replace(SchemaInCode, Quote(Schema) + ".", StringComparison.Ordinal).Replace(ClockInCode, clock, StringComparison.Ordinal);
    }
}
