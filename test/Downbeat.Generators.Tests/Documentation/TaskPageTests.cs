using System.Text.RegularExpressions;
using Downbeat.Generators.Tests.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.Generators.Tests.Documentation;

/// <summary>Every piece of C# on the page compiles, with what stands above it on the page and a few words before it.</summary>
public sealed partial class TaskPageTests
{
    /// <summary>The names that the page uses without saying where they come from, and the namespaces that its reader's project has.</summary>
    private const string Preamble = """
        global using System.IO;
        global using System.Net.Http;
        global using System.Text.Json.Serialization;
        global using Downbeat.Hosting;
        global using Microsoft.Extensions.Hosting;

        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        ITaskClient tasks = null!;
        IPeriodicTasks periodic = null!;
        System.Data.Common.DbTransaction transaction = null!;

        """;

    private static readonly string Page = Markdown.Read("tasks.md");
    private static readonly string[] Samples = Markdown.Samples(Page);

    // What System.Text.Json's own generator would write.
    private const string JsonStandIn = """

        internal sealed partial class ReportJson
        {
            public static ReportJson Default { get; } = null!;
            public ReportJson() : base(null) { }
            protected override System.Text.Json.JsonSerializerOptions? GeneratedSerializerOptions => null;
            public override System.Text.Json.Serialization.Metadata.JsonTypeInfo? GetTypeInfo(Type type) => null;
        }
        """;

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public async Task A_sample_compiles_and_the_analyzers_are_silent(int index)
    {
        string types = string.Concat(Samples.Take(index).SelectMany(TypesOf));
        string own = Samples[index].Contains("class ReportJson", StringComparison.Ordinal) ? JsonStandIn : "";

        Sample sample = Sample.Of(Preamble + Samples[index] + types + own, isProgram: true);

        sample.Problems().Where(problem => problem.Id is not ("CS0219" or "CS0162" or "CS8321" or "CS1998")).ShouldBeEmpty(Samples[index]);
        (await sample.AnalyzeAsync()).ShouldBeEmpty(Samples[index]);
    }

    [Fact]
    public void The_links_of_the_page_lead_somewhere()
    {
        string[] anchors = [.. Heading().Matches(Page).Select(match => match.Groups["text"].Value.ToLowerInvariant().Replace(' ', '-'))];

        Link().Matches(Page).Select(match => match.Groups["anchor"].Value).Except(anchors, StringComparer.Ordinal).ShouldBeEmpty();
        Samples.Length.ShouldBeGreaterThan(15);
    }

    [Fact]
    public void The_page_names_every_option_of_the_attribute()
    {
        foreach (string option in typeof(BackgroundTaskAttribute).GetProperties().Where(property => property.CanWrite).Select(property => property.Name))
        {
            Page.ShouldContain($"`{option}`");
        }
    }

    private static IEnumerable<string> TypesOf(string sample)
    {
        return CSharpSyntaxTree.ParseText(sample).GetCompilationUnitRoot().Members.OfType<BaseTypeDeclarationSyntax>().Select(type => "\n" + type.ToFullString());
    }

    [GeneratedRegex(@"^#+ (?<text>.+)$", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Heading();

    [GeneratedRegex(@"\]\(#(?<anchor>[^)]+)\)", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Link();
}
