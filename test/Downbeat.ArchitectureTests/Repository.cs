using System.Reflection;

namespace Downbeat.ArchitectureTests;

/// <summary>The checkout these tests were built from, and what was built of it.</summary>
internal static class Repository
{
    public static readonly string Root = FolderOfTheSolution();

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

    // A continuous-integration build rewrites the paths of source files, so the way leads up from the assembly instead.
    private static string FolderOfTheSolution()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Downbeat.slnx")))
            {
                return folder.FullName;
            }
        }

        throw new InvalidOperationException($"No Downbeat.slnx above '{AppContext.BaseDirectory}'.");
    }
}
