namespace Downbeat.Generators.Tests;

/// <summary>Texts that a person has read and approved. <c>DOWNBEAT_APPROVE=1</c> takes what is there now for approved.</summary>
internal static class Approval
{
    public static bool IsOn => Environment.GetEnvironmentVariable("DOWNBEAT_APPROVE") == "1";

    /// <summary>The path of a file of the repository this was built in.</summary>
    public static string InRepository(string path)
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Downbeat.slnx")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder.ShouldNotBeNull("the tests run inside the repository").FullName, path);
    }

    public static void Check(string path, string text)
    {
        string file = InRepository(path);
        if (IsOn)
        {
            File.WriteAllText(file, text);
        }

        text.ShouldBe(File.Exists(file) ? File.ReadAllText(file) : "", $"{path} is not as approved; run with DOWNBEAT_APPROVE=1 and read the difference");
    }
}
