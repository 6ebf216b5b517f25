using System.Globalization;
using Downbeat.Hosting;
using Npgsql;

namespace Downbeat.App.Django;

/// <summary>Reads the URLs of databases with django-celery-beat's tables: <c>sqlite:///file</c>, <c>postgresql://user:password@host/database</c>.</summary>
internal static class DjangoUrl
{
    private const string AllowedSchemes = "sqlite:///relative/db.sqlite3, sqlite:////absolute/db.sqlite3 or postgresql://user:password@host:port/database?schema=…";
    private const string AllowedParameters = "schema, sslmode, host (a socket's folder) and connect_timeout after the question mark";

    /// <summary>The database a URL names; nothing is opened yet.</summary>
    /// <param name="field">The option, for refusals.</param>
    /// <param name="text">The URL.</param>
    /// <exception cref="InvalidValueException">It is no such URL.</exception>
    public static IDjangoDatabase Parse(string field, string text)
    {
        ConnectionUrl url = ConnectionUrl.Parse(field, text);
        return url.Scheme switch
        {
            "sqlite" or "sqlite3" => new SqliteDjango(PathOf(url)),
            "postgresql" or "postgres" or "postgis" => Postgres(url),
            _ => throw new InvalidValueException(field, url, AllowedSchemes),
        };
    }

    private static string PathOf(ConnectionUrl url)
    {
        if (!url.Rest.StartsWith('/') || url.Rest.Length == 1 || url.Rest.AsSpan().ContainsAny('?', '#'))
        {
            throw new InvalidValueException(url.Field, url, "sqlite:///relative/db.sqlite3 or sqlite:////absolute/db.sqlite3, with ? # % written as %3F %23 %25");
        }

        return Path.GetFullPath(Uri.UnescapeDataString(url.Rest[1..]));
    }

    private static PostgresDjango Postgres(ConnectionUrl url)
    {
        if (!Uri.TryCreate($"postgresql://{url.Rest}", UriKind.Absolute, out Uri? uri) || uri.AbsolutePath.Trim('/').Length == 0)
        {
            throw new InvalidValueException(url.Field, url, AllowedSchemes);
        }

        string[] user = uri.UserInfo.Split(':', 2);
        var connection = new NpgsqlConnectionStringBuilder
        {
            Host = uri.Host.Length == 0 ? "localhost" : uri.Host.Trim('[', ']'),
            Port = uri.Port > 0 ? uri.Port : 5432,
            Database = Uri.UnescapeDataString(uri.AbsolutePath.Trim('/')),
            ApplicationName = "downbeat",
            Pooling = false,
        };
        if (user[0].Length > 0)
        {
            connection.Username = Uri.UnescapeDataString(user[0]);
        }

        if (user.Length == 2)
        {
            connection.Password = Uri.UnescapeDataString(user[1]);
        }

        string? schema = null;
        foreach (string pair in uri.Query.TrimStart('?').Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] parts = pair.Split('=', 2);
            string value = Uri.UnescapeDataString(parts.ElementAtOrDefault(1) ?? "");
            switch (parts[0])
            {
                case "schema":
                    schema = value;
                    break;
                case "sslmode" when Enum.TryParse(value.Replace("-", "", StringComparison.Ordinal), ignoreCase: true, out SslMode mode):
                    connection.SslMode = mode;
                    break;
                case "host" when value.Length > 0:
                    connection.Host = value;
                    break;
                case "connect_timeout" when int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int seconds) && seconds is >= 0 and <= 1024:
                    connection.Timeout = seconds;
                    break;
                default:
                    throw new InvalidValueException(url.Field, parts[0], AllowedParameters);
            }
        }

        return new PostgresDjango(connection, schema, url.ToString());
    }
}
