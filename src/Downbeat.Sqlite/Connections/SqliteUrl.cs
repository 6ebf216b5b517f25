using System.Text;
using Downbeat.Hosting;

namespace Downbeat.Sqlite.Connections;

/// <summary>Reads SQLite URLs as SQLAlchemy and Celery write them: three slashes before a relative path, four before an absolute one.</summary>
internal static class SqliteUrl
{
    public const string Scheme = "sqlite";

    private const string Allowed =
        "sqlite:///relative/file.db or sqlite:////absolute/file.db, with ? # % written as %3F %23 %25 (memory:// keeps nothing on disk)";

    /// <summary>The full path of the file a URL names.</summary>
    /// <exception cref="InvalidValueException">It names no file.</exception>
    public static string ToPath(ConnectionUrl url)
    {
        string rest = url.Rest;
        if (!rest.StartsWith('/') || rest.AsSpan().ContainsAny('?', '#'))
        {
            throw new InvalidValueException(url.Field, url, Allowed);
        }

        string path = Uri.UnescapeDataString(rest[1..]);
        return path.Length > 0 && !path.EndsWith('/') && path != ":memory:" && !path.Contains('\0', StringComparison.Ordinal)
            ? RealPath.Of(path)
            : throw new InvalidValueException(Scheme, url, Allowed);
    }

    /// <summary>The URL of a file; reading it gives the same path, whatever characters it has.</summary>
    public static string Of(string path)
    {
        var url = new StringBuilder(Scheme).Append(":///").Append(path);
        return url.Replace("%", "%25", Scheme.Length, path.Length + 4).Replace("?", "%3F").Replace("#", "%23").ToString();
    }
}
