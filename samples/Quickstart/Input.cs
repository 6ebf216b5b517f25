namespace Quickstart;

/// <summary>What the tasks work on: the folder given after <c>--folder</c>, else the repository this program stands in, else the working directory.</summary>
/// <param name="Folder">The folder.</param>
public sealed record Input(string Folder)
{
    private static readonly string[] Skipped = [".git", "artifacts", "bin", "obj", "node_modules"];

    /// <summary>Finds the folder.</summary>
    public static Input Find(string[] args)
    {
        int option = Array.IndexOf(args, "--folder");
        if (option >= 0 && option + 1 < args.Length)
        {
            return Directory.Exists(args[option + 1])
                ? new Input(Path.GetFullPath(args[option + 1]))
                : throw new DirectoryNotFoundException($"--folder: there is no folder '{args[option + 1]}'");
        }

        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "Downbeat.slnx")))
            {
                return new Input(folder);
            }
        }

        return new Input(Directory.GetCurrentDirectory());
    }

    /// <summary>All files below the folder, but those that programs make, in a stable order.</summary>
    public IReadOnlyList<string> Files() => [.. Walk(Folder).Order(StringComparer.Ordinal)];

    private static IEnumerable<string> Walk(string folder)
    {
        return Directory.EnumerateFiles(folder)
            .Concat(Directory.EnumerateDirectories(folder).Where(sub => !Skipped.Contains(Path.GetFileName(sub))).SelectMany(Walk));
    }
}
