using Downbeat.Generators.Tests.Compiling;

namespace Downbeat.Generators.Tests.Documentation;

/// <summary>The first thing a reader copies compiles.</summary>
public sealed class ReadmeTests
{
    private const string Usings = "global using System.Net.Http;\nglobal using Microsoft.Extensions.Hosting;\n";

    private static readonly string[] Samples = Markdown.Samples(Markdown.Read("../README.md"));

    [Fact]
    public async Task The_program_compiles_and_the_analyzers_are_silent()
    {
        Sample sample = Sample.Of(Usings + Samples[0], isProgram: true);

        sample.Problems().ShouldBeEmpty();
        (await sample.AnalyzeAsync()).ShouldBeEmpty();
    }

    [Fact]
    public void Sending_compiles()
    {
        string types = Samples[0][Samples[0].IndexOf("public sealed partial class", StringComparison.Ordinal)..];

        Sample.Of($"{Usings}IHost app = null!;\n{Samples[1]}\n{types}", isProgram: true).Problems().ShouldBeEmpty();
    }

    [Fact]
    public void The_schedules_of_their_page_compile()
    {
        string sample = Markdown.Samples(Markdown.Read("schedules.md")).ShouldHaveSingleItem();

        Sample.Of($"{Usings}global using Downbeat.Schedules;\nDateTimeOffset now = default, lastRun = default;\n{sample}", isProgram: true)
            .Problems().Where(problem => problem.Id != "CS0219").ShouldBeEmpty();
    }

    [Fact]
    public void Every_sample_is_tried() => Samples.Length.ShouldBe(2);
}
