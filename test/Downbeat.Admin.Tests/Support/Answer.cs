using System.Net;
using System.Text.RegularExpressions;

namespace Downbeat.Admin.Tests.Support;

/// <summary>What the site answered.</summary>
internal sealed partial record Answer(int Status, string Body, string? Location, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>The page as a reader sees it: without markup, entities decoded, white space joined.</summary>
    public string Text => WebUtility.HtmlDecode(Space().Replace(Tag().Replace(Body, " "), " ")).Trim();

    /// <summary>What stands in a field.</summary>
    public string? Value(string name)
    {
        Match input = Regex.Match(Body, $"<input[^>]*\\bname=\"{Regex.Escape(name)}\"[^>]*>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        Match value = input.Success ? Regex.Match(input.Value, "\\bvalue=\"(?<v>[^\"]*)\"", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5)) : Match.Empty;
        Match area = Regex.Match(
            Body, $"<textarea[^>]*\\bname=\"{Regex.Escape(name)}\"[^>]*>\\n?(?<v>[^<]*)</textarea>", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        return value.Success ? WebUtility.HtmlDecode(value.Groups["v"].Value)
            : area.Success ? WebUtility.HtmlDecode(area.Groups["v"].Value).TrimStart('\n')
            : null;
    }

    /// <summary>What is said beside a field.</summary>
    public string? ErrorOf(string name)
    {
        Match match = Regex.Match(Body, $"id=\"f-{Regex.Escape(name)}-error\">(?<v>[^<]*)<", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(5));
        return match.Success ? WebUtility.HtmlDecode(match.Groups["v"].Value) : null;
    }

    /// <summary>All addresses that the page leads or sends to.</summary>
    public IReadOnlyList<string> Links =>
        [.. Address().Matches(Body).Select(match => WebUtility.HtmlDecode(match.Groups["to"].Value)).Distinct(StringComparer.Ordinal)];

    [GeneratedRegex("<script[^>]*>.*?</script>|<[^>]*>", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Tag();

    [GeneratedRegex("\\s+", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Space();

    [GeneratedRegex("\\b(?:href|action|src)=\"(?<to>[^\"]*)\"", RegexOptions.ExplicitCapture, 5000)]
    private static partial Regex Address();
}
