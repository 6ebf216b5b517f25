using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;

namespace Downbeat.App.Output;

/// <summary>What a verb tells: JSON for programs, words and tables for people. Both say the same.</summary>
internal sealed class VerbOutput(TextWriter output, TextWriter error, bool isJson)
{
    private const int RedirectedWidth = 200;

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerOptions.Default)
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private readonly Lazy<IAnsiConsole> _console = new(() => CreateConsole(output));

    public bool IsJson { get; } = isJson;

    /// <summary>Tells the outcome of a verb.</summary>
    public void Write(JsonNode json, Action<IAnsiConsole> human)
    {
        if (IsJson)
        {
            output.WriteLine(json.ToJsonString(Indented));
        }
        else
        {
            human(_console.Value);
        }
    }

    /// <summary>Tells the outcome of a verb in one line of words.</summary>
    public void Write(JsonNode json, string human)
    {
        Write(json, console => console.WriteLine(human));
    }

    public void Fail(string message)
    {
        error.WriteLine(IsJson ? new JsonObject { ["error"] = message }.ToJsonString(Indented) : $"error: {message}");
    }

    private static IAnsiConsole CreateConsole(TextWriter writer)
    {
        IAnsiConsole console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(writer) });
        if (!ReferenceEquals(writer, Console.Out) || Console.IsOutputRedirected)
        {
            console.Profile.Width = RedirectedWidth;
        }

        return console;
    }
}
