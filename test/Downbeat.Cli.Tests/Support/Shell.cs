using Downbeat.App.Verbs;

namespace Downbeat.Cli.Tests.Support;

/// <summary>The command line in this process, on a store of the test's own.</summary>
internal static class Shell
{
    public static async Task<Answer> RunAsync(Folder folder, params string[] args)
    {
        return await BareAsync([.. args, "--store", folder.Store]);
    }

    /// <summary>The same, answering in JSON.</summary>
    public static Task<Answer> JsonAsync(Folder folder, params string[] args) => RunAsync(folder, [.. args, "--json"]);

    public static async Task<Answer> BareAsync(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter();
        using var host = new ToolVerbHost();
        int exitCode = await CommandLine.InvokeAsync(host, args, output, error);
        return new Answer(exitCode, output.ToString(), error.ToString());
    }
}
