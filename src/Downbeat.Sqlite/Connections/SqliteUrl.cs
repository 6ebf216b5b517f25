using Downbeat.Hosting;

namespace Downbeat.Sqlite.Connections;

/// <summary>Reads SQLite URLs as SQLAlchemy and Celery write them: three slashes before a relative path, four before an absolute one.</summary>
internal static class SqliteUrl
{
    public const string Scheme = "sqlite";
    private const string Allowed = "sqlite:///relative/file.db or sqlite:////absolute/file.db (memory:// keeps nothing on disk)";

    /// <summary>The full path of the file a URL names.</summary>
    public static string ToPath(ConnectionUrl url)
    {
        string rest = url.Rest;
        if (!rest.StartsWith('/') || rest.Length < 2 || rest.AsSpan().ContainsAny('?', '#') || rest.Contains('\0', StringComparison.Ordinal)
            || rest.EndsWith('/') || rest == "/:memory:")
        {
            throw new InvalidValueException(url.Field, url, Allowed);
        }

        return Path.GetFullPath(Uri.UnescapeDataString(rest[1..]));
    }

    /// <summary>The URL of a file.</summary>
    public static string Of(string path) => $"{Scheme}:///{path}";
}
