using System.CommandLine;
using Spectre.Console;

namespace Downbeat.App.Verbs;

/// <summary>Asks before something is deleted, where there is somebody to ask.</summary>
internal static class Confirmation
{
    public static readonly Option<bool> Yes = new("--yes", "-y") { Description = "Do not ask" };

    public static bool Ask(VerbRun run, string question)
    {
        return run.Value(Yes) || run.Output.IsJson || Console.IsInputRedirected || Console.IsOutputRedirected
            || AnsiConsole.Confirm(Markup.Escape(question), defaultValue: false);
    }
}
