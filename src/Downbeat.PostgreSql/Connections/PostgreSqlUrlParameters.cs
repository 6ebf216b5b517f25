using System.Globalization;
using Downbeat.Hosting;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>What follows the question mark of a URL: parameters by libpq's names, by the driver's, and three of ours.</summary>
internal sealed class PostgreSqlUrlParameters(ConnectionUrl url, NpgsqlConnectionStringBuilder settings)
{
    private static readonly Dictionary<string, string> Names = new(StringComparer.OrdinalIgnoreCase)
    {
        ["sslmode"] = "SSL Mode",
        ["sslrootcert"] = "Root Certificate",
        ["sslcert"] = "SSL Certificate",
        ["sslkey"] = "SSL Key",
        ["sslpassword"] = "SSL Password",
        ["connect_timeout"] = "Timeout",
        ["application_name"] = "Application Name",
        ["target_session_attrs"] = "Target Session Attributes",
        ["client_encoding"] = "Client Encoding",
        ["user"] = "Username",
        ["dbname"] = "Database",
        ["keepalives_idle"] = "Tcp Keepalive Time",
    };

    // These would change what the rest relies on.
    private static readonly string[] Refused = ["Multiplexing", "Enlist", "No Reset On Close", "Pooling", "Search Path", "Client Encoding", "Encoding"];

    /// <summary>The schema, if it was given.</summary>
    public string? Schema { get; private set; }

    /// <summary>Whether statements are prepared; not so behind a pooler that gives each transaction another connection.</summary>
    public bool Prepares { get; private set; } = true;

    /// <summary>Whether notifications are listened to; if not, those who wait look now and then.</summary>
    public bool Listens { get; private set; } = true;

    public void Read(string query)
    {
        foreach (string part in query.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            int equals = part.IndexOf('=', StringComparison.Ordinal);
            if (equals <= 0)
            {
                throw Refuse(part, "name=value");
            }

            ReadOne(Uri.UnescapeDataString(part[..equals]), Uri.UnescapeDataString(part[(equals + 1)..].Replace('+', ' ')));
        }
    }

    private void ReadOne(string name, string value)
    {
        switch (name.ToLowerInvariant())
        {
            case "schema":
                Schema = value;
                break;
            case "prepare":
                Prepares = ReadFlag(name, value);
                break;
            case "listen":
                Listens = ReadFlag(name, value);
                break;
            default:
                Pass(name, value);
                break;
        }
    }

    private void Pass(string name, string value)
    {
        string keyword = Names.GetValueOrDefault(name) ?? name.Replace('_', ' ');
        if (Refused.Contains(keyword, StringComparer.OrdinalIgnoreCase))
        {
            throw Refuse(name, "parameters that Downbeat does not set itself");
        }

        if (keyword.Equals("SSL Mode", StringComparison.OrdinalIgnoreCase))
        {
            // libpq writes verify-full, the driver VerifyFull.
            value = value.Replace("-", "", StringComparison.Ordinal);
        }

        if (keyword.Equals("Timeout", StringComparison.OrdinalIgnoreCase) && int.TryParse(value, CultureInfo.InvariantCulture, out int seconds))
        {
            value = Math.Clamp(seconds, 0, 1_024).ToString(CultureInfo.InvariantCulture);
        }

        try
        {
            settings[keyword] = value;
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException or InvalidCastException or OverflowException or KeyNotFoundException or NotSupportedException)
        {
            throw Refuse(name, "schema, prepare, listen, sslmode, sslrootcert, connect_timeout, target_session_attrs and what else libpq or Npgsql know, with a value they take");
        }
    }

    private bool ReadFlag(string name, string value) => bool.TryParse(value, out bool flag) ? flag : throw Refuse(name, "true or false");

    // The value is not shown: it may be a secret.
    private InvalidValueException Refuse(string name, string allowed)
    {
        int equals = name.IndexOf('=', StringComparison.Ordinal);
        return new InvalidValueException(url.Field, $"parameter {(equals < 0 ? name : name[..equals])} of {url}", allowed);
    }
}
