using System.Text.RegularExpressions;

namespace Downbeat.Generators.Tests.Documentation;

/// <summary>The pages of <c>docs</c> and the C# in them.</summary>
internal static partial class Markdown
{
    public static string Read(string page) => File.ReadAllText(Approval.InRepository(Path.Combine("docs", page)));

    /// <summary>The C# blocks of a page or a section, in their order.</summary>
    public static string[] Samples(string text) => [.. Fence().Matches(text).Select(match => match.Groups["code"].Value)];

    /// <summary>The sections of a page by their headings of the second level.</summary>
    public static Dictionary<string, string> Sections(string text)
    {
        string[] parts = text.Split("\n## ");
        return parts.Skip(1).ToDictionary(part => part[..part.IndexOf('\n')].Trim(), part => part, StringComparer.Ordinal);
    }

    [GeneratedRegex(@"^```csharp\n(?<code>.*?)^```", RegexOptions.Multiline | RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Fence();
}
