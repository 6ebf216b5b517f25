using System.Text;
using Downbeat.Generators.Tests.Compiling;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Tests.Analysis;

/// <summary>A source in which <c>{|DB0001:…|}</c> marks what an analyzer shall speak of.</summary>
internal static class Marked
{
    /// <summary>Checks that the analyzers say what is marked, where it is marked, and nothing else.</summary>
    /// <returns>What they said.</returns>
    public static async Task<Diagnostic[]> CheckAsync(string marked)
    {
        (string source, List<(string Id, string Text)> expected) = Parse(marked);
        Sample sample = Sample.Of(source);
        sample.Problems().Where(each => each.Severity == DiagnosticSeverity.Error && !each.IsWarningAsError).ShouldBeEmpty(source);
        Diagnostic[] found = [.. (await sample.AnalyzeAsync()).Where(each => each.Id.StartsWith("DB", StringComparison.Ordinal))];
        IEnumerable<(string Id, string Text)> actual = found.Select(each => (each.Id, each.Location.SourceTree!.ToString().Substring(each.Location.SourceSpan.Start, each.Location.SourceSpan.Length)));

        actual.Order().ShouldBe(expected.Order(), string.Join("\n", found.Select(each => each.ToString())) + "\n" + source);
        return found;
    }

    private static (string Source, List<(string Id, string Text)> Expected) Parse(string marked)
    {
        var source = new StringBuilder();
        var open = new Stack<(string Id, int Start)>();
        var expected = new List<(string Id, string Text)>();
        for (int at = 0; at < marked.Length; at++)
        {
            if (marked.AsSpan(at).StartsWith("{|DB", StringComparison.Ordinal))
            {
                open.Push((marked.Substring(at + 2, 6), source.Length));
                at += 8;
            }
            else if (marked.AsSpan(at).StartsWith("|}", StringComparison.Ordinal))
            {
                (string id, int start) = open.Pop();
                expected.Add((id, source.ToString(start, source.Length - start)));
                at++;
            }
            else
            {
                source.Append(marked[at]);
            }
        }

        return (source.ToString(), expected);
    }
}
