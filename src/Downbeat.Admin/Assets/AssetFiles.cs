using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;

namespace Downbeat.Admin.Assets;

/// <summary>The site's style, script and pictures, embedded in this assembly. Their addresses change with their content, so they are cached for ever.</summary>
internal sealed class AssetFiles
{
    // In this order: later rules build on earlier ones.
    private static readonly string[] Styles = ["base.css", "layout.css", "controls.css", "tables.css", "pages.css"];

    private readonly FrozenDictionary<string, Asset> _byName;
    private readonly FrozenDictionary<string, string> _names;

    public AssetFiles()
    {
        Asset[] assets =
        [
            Make("admin", ".css", "text/css; charset=utf-8", [.. Styles.SelectMany(Read)]),
            Make("admin", ".js", "text/javascript; charset=utf-8", Read("admin.js")),
            Make("icon", ".svg", "image/svg+xml", Read("icon.svg")),
        ];
        _byName = assets.ToFrozenDictionary(asset => asset.Name, StringComparer.Ordinal);
        _names = assets.ToFrozenDictionary(asset => asset.PlainName, asset => asset.Name, StringComparer.Ordinal);
    }

    /// <summary>The name with the content's hash in it.</summary>
    public string NameOf(string plainName) => _names[plainName];

    public Asset? Find(string name) => _byName.GetValueOrDefault(name);

    private static byte[] Read(string name)
    {
        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream("assets/" + name)
            ?? throw new InvalidOperationException($"The asset '{name}' is not embedded.");
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }

    private static Asset Make(string name, string extension, string type, byte[] content)
    {
        string hash = Convert.ToHexStringLower(SHA256.HashData(content))[..12];
        return new Asset(name + extension, $"{name}.{hash}{extension}", type, content);
    }
}
