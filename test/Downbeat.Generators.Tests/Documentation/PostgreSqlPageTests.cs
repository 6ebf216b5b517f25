using Downbeat.Generators.Tests.Compiling;

namespace Downbeat.Generators.Tests.Documentation;

/// <summary>Every piece of C# on the page compiles, with a few words before it.</summary>
public sealed class PostgreSqlPageTests
{
    private const string Preamble = """
        global using Downbeat.Hosting;
        global using Microsoft.Extensions.Hosting;
        global using Npgsql;

        HostApplicationBuilder builder = Host.CreateApplicationBuilder(args);
        ITaskClient tasks = null!;
        NpgsqlDataSource database = null!;

        """;

    private const string Tasks = """

        public static partial class ReportTasks
        {
            [BackgroundTask("reports.build")]
            public static int Build(int year) => year;
        }
        """;

    private static readonly string[] Samples = Markdown.Samples(Markdown.Read("postgresql.md"));

    public static TheoryData<int> Indices => [.. Enumerable.Range(0, Samples.Length)];

    [Theory]
    [MemberData(nameof(Indices))]
    public async Task A_sample_compiles_and_the_analyzers_are_silent(int index)
    {
        Sample sample = Sample.Of(Preamble + Samples[index] + Tasks, isProgram: true);

        sample.Problems().Where(problem => problem.Id is not ("CS1998" or "CS0219")).ShouldBeEmpty(Samples[index]);
        (await sample.AnalyzeAsync()).ShouldBeEmpty(Samples[index]);
    }
}
