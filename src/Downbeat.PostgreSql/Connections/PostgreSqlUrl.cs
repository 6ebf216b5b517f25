using System.Globalization;
using System.Text;
using Downbeat.Hosting;
using Npgsql;

namespace Downbeat.PostgreSql.Connections;

/// <summary>A PostgreSQL URL as libpq writes it, with three parameters of ours: <c>schema</c>, <c>prepare</c> and <c>listen</c>.</summary>
internal sealed class PostgreSqlUrl
{
    public const string Scheme = "postgresql";
    public const string ShortScheme = "postgres";
    public const string DefaultSchema = "downbeat";

    private const int DefaultPort = 5432;
    private const int LongestName = 63;
    private const string Allowed =
        "postgresql://user:password@host:5432/database?schema=downbeat, with characters such as @ / ? # % in user and password written as %40 %2F %3F %23 %25";

    private PostgreSqlUrl(NpgsqlConnectionStringBuilder settings, string schema, PostgreSqlUrlParameters own)
    {
        Settings = settings;
        Schema = schema;
        Prepares = own.Prepares;
        Listens = own.Listens;
        Identity = Describe(settings, schema);
    }

    /// <summary>What the driver is told, the password included.</summary>
    public NpgsqlConnectionStringBuilder Settings { get; }

    /// <summary>The schema the tables stand in.</summary>
    public string Schema { get; }

    /// <summary>Whether connections belong to one client for as long as they live, so that they may remember statements and settings.</summary>
    public bool Prepares { get; }

    /// <summary>Whether notifications are listened to.</summary>
    public bool Listens { get; }

    /// <summary>The database and schema, however the URL was spelled; never with user or password.</summary>
    public string Identity { get; }

    /// <exception cref="InvalidValueException">A part of it cannot be used.</exception>
    public static PostgreSqlUrl Parse(ConnectionUrl url)
    {
        string rest = url.Rest;
        int query = rest.IndexOf('?', Math.Max(0, rest.LastIndexOf('@')));
        (string place, string parameters) = query < 0 ? (rest, "") : (rest[..query], rest[(query + 1)..]);
        var settings = new NpgsqlConnectionStringBuilder
        {
            ApplicationName = "downbeat",
            NoResetOnClose = true,
            MaxPoolSize = 20,
            Timeout = 10,
            TcpKeepAlive = true,
            Enlist = false,
            IncludeErrorDetail = false,
        };
        int at = place.LastIndexOf('@');
        ReadUser(url, settings, at < 0 ? "" : place[..at]);
        ReadPlace(url, settings, place[(at + 1)..]);
        var own = new PostgreSqlUrlParameters(url, settings);
        own.Read(parameters);
        settings.Host = string.IsNullOrEmpty(settings.Host) ? "localhost" : settings.Host;
        settings.Database ??= settings.Username ?? throw Refuse(url);
        settings.MaxAutoPrepare = own.Prepares ? Math.Max(settings.MaxAutoPrepare, 100) : 0;
        settings.AutoPrepareMinUsages = 3;
        string schema = own.Schema ?? DefaultSchema;
        return IsName(schema)
            ? new PostgreSqlUrl(settings, schema, own)
            : throw new InvalidValueException(url.Field, url, $"a schema of 1 to {LongestName} bytes that is not PostgreSQL's own: ?schema=downbeat");
    }

    private static bool IsName(string schema)
    {
        return schema.Length > 0 && Encoding.UTF8.GetByteCount(schema) <= LongestName && !schema.StartsWith("pg_", StringComparison.Ordinal)
            && schema != "information_schema" && !schema.Any(char.IsControl);
    }

    private static void ReadUser(ConnectionUrl url, NpgsqlConnectionStringBuilder settings, string user)
    {
        int colon = user.IndexOf(':', StringComparison.Ordinal);
        string name = Unescape(url, colon < 0 ? user : user[..colon]);
        if (name.Length > 0)
        {
            settings.Username = name;
        }

        if (colon >= 0)
        {
            settings.Password = Unescape(url, user[(colon + 1)..]);
        }
    }

    private static void ReadPlace(ConnectionUrl url, NpgsqlConnectionStringBuilder settings, string place)
    {
        int slash = place.IndexOf('/', StringComparison.Ordinal);
        string hosts = slash < 0 ? place : place[..slash];
        string database = slash < 0 ? "" : Unescape(url, place[(slash + 1)..]);
        if (database.Contains('/', StringComparison.Ordinal) || hosts.Contains('#', StringComparison.Ordinal) || database.Contains('#', StringComparison.Ordinal))
        {
            throw Refuse(url);
        }

        if (database.Length > 0)
        {
            settings.Database = database;
        }

        string[] all = hosts.Split(',');
        if (all.Length == 1)
        {
            (string host, int? port) = ReadHost(url, all[0]);
            settings.Host = host;
            settings.Port = port ?? DefaultPort;
        }
        else
        {
            settings.Host = string.Join(',', all.Select(one => ReadHost(url, one)).Select(one =>
                string.Create(CultureInfo.InvariantCulture, $"{(one.Host.Contains(':', StringComparison.Ordinal) ? $"[{one.Host}]" : one.Host)}:{one.Port ?? DefaultPort}")));
        }
    }

    private static (string Host, int? Port) ReadHost(ConnectionUrl url, string text)
    {
        int colon = text.StartsWith('[') ? text.IndexOf("]:", StringComparison.Ordinal) + 1 : text.IndexOf(':', StringComparison.Ordinal);
        if (colon <= 0)
        {
            return colon < 0 || text.StartsWith('[') ? (Unescape(url, text).Trim('[', ']'), null) : throw Refuse(url);
        }

        return int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) && port is > 0 and <= ushort.MaxValue
            ? (Unescape(url, text[..colon]).Trim('[', ']'), port)
            : throw Refuse(url);
    }

    private static string Unescape(ConnectionUrl url, string text)
    {
        string value = Uri.UnescapeDataString(text);
        return value.Contains('\0', StringComparison.Ordinal) ? throw Refuse(url) : value;
    }

    private static InvalidValueException Refuse(ConnectionUrl url) => new(url.Field, url, Allowed);

    private static string Describe(NpgsqlConnectionStringBuilder settings, string schema)
    {
        IEnumerable<string> hosts = settings.Host!.Split(',').Select(host => DescribeHost(host, settings.Port));
        string suffix = schema == DefaultSchema ? "" : $"?schema={Uri.EscapeDataString(schema)}";
        return $"{Scheme}://{string.Join(',', hosts)}/{Uri.EscapeDataString(settings.Database!)}{suffix}";
    }

    private static string DescribeHost(string host, int port)
    {
        string name = host.ToLowerInvariant();
        int colon = name.LastIndexOf(':');
        bool hasPort = colon > 0 && !name.EndsWith(']') && (name.IndexOf(':', StringComparison.Ordinal) == colon || name[colon - 1] == ']');
        string own = hasPort ? name[(colon + 1)..] : port.ToString(CultureInfo.InvariantCulture);
        name = (hasPort ? name[..colon] : name).Trim('[', ']');
        name = name is "127.0.0.1" or "::1" ? "localhost" : name.StartsWith('/') ? Uri.EscapeDataString(host) : name;
        name = name.Contains(':', StringComparison.Ordinal) ? $"[{name}]" : name;
        return own == "5432" ? name : $"{name}:{own}";
    }
}
