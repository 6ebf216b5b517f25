namespace Downbeat.ArchitectureTests;

/// <summary>
/// Compares what others can observe with what was approved. A difference is not automatically a mistake: read it, and if it is meant, approve it
/// with the environment variable <c>DOWNBEAT_APPROVE=1</c> and say in the change log what changes for users.
/// </summary>
internal static class Approval
{
    public static void Check(string name, string actual)
    {
        string path = Path.Combine(Repository.Root, "test", "Downbeat.ArchitectureTests", "approved", name);
        actual = actual.ReplaceLineEndings("\n").TrimEnd() + "\n";
        if (Environment.GetEnvironmentVariable("DOWNBEAT_APPROVE") == "1")
        {
            File.WriteAllText(path, actual);
            return;
        }

        string approved = File.Exists(path) ? File.ReadAllText(path).ReplaceLineEndings("\n") : "";
        string[] was = approved.Split('\n');
        string[] became = actual.Split('\n');
        string[] difference = [.. was.Except(became).Select(line => "- " + line), .. became.Except(was).Select(line => "+ " + line)];
        actual.ShouldBe(approved, $"{name} differs from what was approved:\n{string.Join('\n', difference)}");
    }
}
