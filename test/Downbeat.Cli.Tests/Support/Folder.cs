namespace Downbeat.Cli.Tests.Support;

/// <summary>A folder of a test's own, with a store in it.</summary>
internal sealed class Folder : IDisposable
{
    public Folder() => Directory.CreateDirectory(Path);

    public string Path { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), $"downbeat-cli-{Guid.NewGuid():N}");

    public string Store => $"sqlite:///{File("downbeat.db")}";

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public string Write(string name, string text)
    {
        System.IO.File.WriteAllText(File(name), text);
        return File(name);
    }

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
