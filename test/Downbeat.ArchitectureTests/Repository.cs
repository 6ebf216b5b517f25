using System.Reflection;
using System.Runtime.CompilerServices;

namespace Downbeat.ArchitectureTests;

/// <summary>The checkout these tests were built from, and what was built of it.</summary>
internal static class Repository
{
    public static readonly string Root = Path.GetFullPath(Path.Combine(ThisFolder(), "..", ".."));

    public static readonly string[] SourceProjects =
        [.. Directory.GetDirectories(Path.Combine(Root, "src")).Select(folder => Path.GetFileName(folder)!).Order(StringComparer.Ordinal)];

    /// <summary>What a program loads at run time; generators run in the compiler.</summary>
    public static IEnumerable<Assembly> Assemblies()
    {
        return SourceProjects.Where(project => project != "Downbeat.Generators").Select(project => Assembly.Load(new AssemblyName(project)));
    }

    public static IEnumerable<string> Files(string folder, string pattern = "*.cs")
    {
        return Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Where(file => !file.Split(Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts"))
            .Order(StringComparer.Ordinal);
    }

    public static string Relative(string file) => Path.GetRelativePath(Root, file).Replace('\\', '/');

    private static string ThisFolder([CallerFilePath] string path = "") => Path.GetDirectoryName(path)!;
}
