extern alias generators;

using System.Reflection;
using Downbeat.Generators.Tests.Compiling;
using Microsoft.CodeAnalysis;
using Rules = generators::Downbeat.Generators.Analyzers.Rules;

namespace Downbeat.Generators.Tests.Documentation;

public sealed class AnalyzerPageTests
{
    private static readonly string Page = Markdown.Read("analyzers.md");

    private static readonly DiagnosticDescriptor[] All =
        [.. typeof(Rules).GetFields(BindingFlags.Static | BindingFlags.Public).Select(field => field.GetValue(null)).OfType<DiagnosticDescriptor>()];

    public static TheoryData<string> Ids => [.. All.Select(rule => rule.Id)];

    [Fact]
    public void Every_rule_has_a_line_a_section_and_a_help_text()
    {
        All.Select(rule => rule.Id).ShouldBe(Enumerable.Range(1, All.Length).Select(number => $"DB{number:0000}"));
        Markdown.Sections(Page).Keys.ShouldBe(All.Select(rule => rule.Id));
        foreach (DiagnosticDescriptor rule in All)
        {
            string severity = rule.DefaultSeverity == DiagnosticSeverity.Error ? "error" : "warning";
            Page.ShouldContain($"| [{rule.Id}](#{rule.Id.ToLowerInvariant()}) | {severity} | {rule.Title} |\n");
            rule.Description.ToString().ShouldNotBeEmpty();
            rule.MessageFormat.ToString().ShouldNotBeEmpty();
        }
    }

    [Theory]
    [MemberData(nameof(Ids))]
    public async Task The_first_sample_is_refused_and_the_second_is_not(string id)
    {
        string[] samples = Markdown.Samples(Markdown.Sections(Page)[id]);

        samples.Length.ShouldBe(2);
        (await FoundAsync(samples[0])).ShouldBe([id]);
        (await FoundAsync(samples[1])).ShouldBeEmpty();
    }

    private static async Task<string[]> FoundAsync(string source)
    {
        Sample sample = Sample.Of("global using System.IO;\n" + source);
        sample.Problems().Where(problem => problem.Id is not "CS9113").ShouldBeEmpty(source);
        return [.. (await sample.AnalyzeAsync()).Select(each => each.Id)];
    }
}
