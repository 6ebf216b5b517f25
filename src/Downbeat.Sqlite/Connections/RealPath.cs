namespace Downbeat.Sqlite.Connections;

/// <summary>The one name of a file, whichever links lead to it: two roles that spell it differently share one database.</summary>
internal static class RealPath
{
    private const int MostLinks = 40;

    public static string Of(string path) => Resolve(Path.GetFullPath(path), MostLinks);

    private static string Resolve(string path, int left)
    {
        string? parent = Path.GetDirectoryName(path);
        if (parent is null)
        {
            return path;
        }

        string real = Path.Combine(Resolve(parent, left), Path.GetFileName(path));
        return left > 0 && LinkTarget(real) is { } target
            ? Resolve(Path.GetFullPath(target, Path.GetDirectoryName(real)!), left - 1)
            : real;
    }

    private static string? LinkTarget(string path)
    {
        try
        {
            return new FileInfo(path).LinkTarget;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // Whoever opens the file meets the same difficulty and can say more about it.
            return null;
        }
    }
}
