using System.CommandLine;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Downbeat.App.Settings;
using Downbeat.App.Verbs;
using Downbeat.Cli.Tests.Support;

namespace Downbeat.Cli.Tests.Documentation;

/// <summary>What the pages tell readers to type can be typed.</summary>
public sealed partial class ConsoleSampleTests
{
    private static readonly string Root = FindRoot();

    public static TheoryData<string> Commands => [.. Pages().SelectMany(page => Line().Matches(page)).Select(match => match.Groups["line"].Value)];

    public static TheoryData<string> SettingsFiles => [.. Pages().SelectMany(page => JsonBlock().Matches(page)).Select(match => match.Groups["json"].Value)];

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_understood(string line)
    {
        using var host = new ToolVerbHost();
        string[] command = Split(line.Split(" #")[0]);

        ParseResult parse = CommandLine.Create(host).Parse(command);

        parse.Errors.Select(error => error.Message).ShouldBeEmpty(line);
    }

    [Theory]
    [MemberData(nameof(SettingsFiles))]
    public void A_settings_file_names_settings_there_are(string json)
    {
        using var folder = new Folder();
        folder.Write("downbeat.json", json);

        JsonNode.Parse(json).ShouldNotBeNull();
        Should.NotThrow(() => DownbeatSettings.Load(folder.Path, host: null));
    }

    [Fact]
    public void There_are_samples()
    {
        Commands.Count.ShouldBeGreaterThan(15);
        SettingsFiles.Count.ShouldBeGreaterThan(1);
    }

    [Fact]
    public void Every_setting_is_on_the_page_of_operations()
    {
        string page = File.ReadAllText(Path.Combine(Root, "docs", "operations.md"));
        foreach (string setting in SettingNames.All.Where(name => !name.StartsWith("retention.", StringComparison.Ordinal) && !name.StartsWith("application", StringComparison.Ordinal)))
        {
            page.ShouldContain($"`{setting}`");
        }
    }

    // As a shell takes a line apart: by blanks, but for those in quotes of either kind.
    private static string[] Split(string line)
    {
        return [.. Word().Matches(line).Select(match => match.Value).Select(word => word[0] is '"' or '\'' ? word[1..^1] : word)];
    }

    private static IEnumerable<string> Pages()
    {
        return Directory.GetFiles(Path.Combine(Root, "docs"), "*.md").Append(Path.Combine(Root, "README.md")).Select(File.ReadAllText);
    }

    private static string FindRoot()
    {
        string folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "Downbeat.slnx")))
        {
            folder = Path.GetDirectoryName(folder) ?? throw new DirectoryNotFoundException("the repository");
        }

        return folder;
    }

    [GeneratedRegex("""'[^']*'|"[^"]*"|[^ ]+""", RegexOptions.None, 1000)]
    private static partial Regex Word();

    [GeneratedRegex(@"^\$ downbeat (?<line>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Line();

    [GeneratedRegex(@"^```json\n(?<json>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex JsonBlock();
}
