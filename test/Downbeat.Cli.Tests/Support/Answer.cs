using System.Text.Json.Nodes;

namespace Downbeat.Cli.Tests.Support;

/// <summary>What a command said.</summary>
internal sealed record Answer(int ExitCode, string Output, string Error)
{
    public JsonNode Json => JsonNode.Parse(Output) ?? throw new InvalidOperationException("null");

    public JsonArray Array => Json.AsArray();

    /// <summary>Fails unless the command did what it was asked.</summary>
    public Answer Done()
    {
        ExitCode.ShouldBe(0, Error);
        Error.ShouldBeEmpty();
        return this;
    }

    /// <summary>Fails unless the command line was refused, and the refusal names all of these.</summary>
    public void Refused(params string[] words)
    {
        ExitCode.ShouldBe(2, Output + Error);
        Output.ShouldBeEmpty();
        foreach (string word in words)
        {
            Error.ShouldContain(word);
        }
    }
}
