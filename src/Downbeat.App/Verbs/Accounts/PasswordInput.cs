using System.CommandLine;
using Spectre.Console;

namespace Downbeat.App.Verbs.Accounts;

/// <summary>Reads a password: never from the command line, which everybody on the machine can see.</summary>
internal static class PasswordInput
{
    public static readonly Option<bool> Stdin = new("--password-stdin")
    {
        Description = "Read the password from standard input; otherwise from DOWNBEAT_PASSWORD, or it is asked for",
    };

    private const string Variable = "DOWNBEAT_PASSWORD";

    public static string Read(VerbRun run)
    {
        if (run.Value(Stdin))
        {
            return Console.In.ReadLine() ?? "";
        }

        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } password)
        {
            return password;
        }

        if (Console.IsInputRedirected)
        {
            throw new InvalidValueException("password", null, $"--password-stdin, {Variable}, or a terminal to ask on");
        }

        string first = AnsiConsole.Prompt(new TextPrompt<string>("Password:").Secret());
        string second = AnsiConsole.Prompt(new TextPrompt<string>("Again:").Secret());
        return first == second ? first : throw new InvalidValueException("password", null, "the same password twice");
    }
}
