using System.Globalization;
using System.Reflection;

namespace Downbeat.PostgreSql.Schema;

/// <summary>A numbered step of the schema: <c>0001-initial.sql</c>.</summary>
internal sealed record SchemaScript(int Version, string Name, string Sql)
{
    public static SchemaScript[] LoadAll()
    {
        Assembly assembly = typeof(SchemaScript).Assembly;
        return [.. assembly.GetManifestResourceNames()
            .Where(name => name.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name => Load(assembly, name))];
    }

    private static SchemaScript Load(Assembly assembly, string name)
    {
        using Stream stream = assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        string stem = Path.GetFileNameWithoutExtension(name);
        return new SchemaScript(int.Parse(stem.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), stem[5..], reader.ReadToEnd());
    }
}
