using System.Collections.Immutable;
using System.Reflection;
using Downbeat.Generators.Tests.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace Downbeat.Generators.Tests;

public sealed class IncrementalityTests
{
    private const string Source = """
        public partial class One
        {
            /// <summary>Builds.</summary>
            [BackgroundTask("one", MaxRetries = 3)]
            [Periodic("0 4 * * *")]
            public int Build(int year = 2026) => year;
        }

        public partial class Two(IFormatProvider provider)
        {
            [BackgroundTask("two")]
            public string Build(int year) => provider.ToString()! + year;
        }

        public static class Program
        {
            public static void Add(Downbeat.Hosting.IDownbeatBuilder builder) => builder.AddTask("three", (int x = 3) => x);
        }
        """;

    [Fact]
    public void An_edit_elsewhere_writes_nothing_anew()
    {
        GeneratorDriver driver = Start(out CSharpCompilation compilation);

        driver = driver.RunGenerators(
            compilation.AddSyntaxTrees(Parse("public static class Elsewhere { public static int Number => 1; }", compilation, "Elsewhere.cs")), TestContext.Current.CancellationToken);

        OutputReasons(driver).ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
        Reasons(driver, "Declarations", "Classes", "Registration", "Calls").ShouldAllBe(
            reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void An_edit_inside_a_task_writes_no_class_anew()
    {
        GeneratorDriver driver = Start(out CSharpCompilation compilation);

        driver = Edit(driver, compilation, "=> year;", "=> year + 1;");

        Reasons(driver, "Classes", "Registration").ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void A_changed_declaration_writes_its_own_class_anew_and_no_other()
    {
        GeneratorDriver driver = Start(out CSharpCompilation compilation);

        driver = Edit(driver, compilation, "int year = 2026", "int year = 2027");

        Reasons(driver, "Classes").ShouldBe([IncrementalStepRunReason.Modified, IncrementalStepRunReason.Unchanged], ignoreOrder: true);
        Reasons(driver, "Registration").ShouldAllBe(reason => reason == IncrementalStepRunReason.Cached || reason == IncrementalStepRunReason.Unchanged);
    }

    [Fact]
    public void The_same_source_gives_the_same_text_each_time()
    {
        IReadOnlyDictionary<string, string> first = Sample.Of(Source).Generated;

        first.Count.ShouldBe(5);
        Sample.Of(Source).Generated.ShouldBe(first);
    }

    [Fact]
    public void Nothing_of_the_compiler_is_kept_between_runs()
    {
        GeneratorDriver driver = Start(out _);
        string[] names = ["Declarations", "Classes", "Registration", "Calls"];

        foreach ((string name, ImmutableArray<IncrementalGeneratorRunStep> steps) in driver.GetRunResult().Results.SelectMany(result => result.TrackedSteps).Where(step => names.Contains(step.Key)))
        {
            foreach ((object value, _) in steps.SelectMany(step => step.Outputs))
            {
                Walk(value, name, []);
            }
        }
    }

    private static void Walk(object? value, string path, HashSet<object> seen)
    {
        if (value is null or string or Enum || value.GetType().IsPrimitive || !seen.Add(value))
        {
            return;
        }

        value.ShouldNotBeAssignableTo<ISymbol>(path);
        value.ShouldNotBeAssignableTo<SyntaxNode>(path);
        value.ShouldNotBeAssignableTo<Compilation>(path);
        value.ShouldNotBeAssignableTo<SemanticModel>(path);
        value.ShouldNotBeAssignableTo<Location>(path);
        if (value is System.Collections.IEnumerable items)
        {
            foreach (object? item in items)
            {
                Walk(item, path + "[]", seen);
            }

            return;
        }

        foreach (FieldInfo field in value.GetType().GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
        {
            Walk(field.GetValue(value), $"{path}.{field.Name}", seen);
        }
    }

    private static GeneratorDriver Start(out CSharpCompilation compilation)
    {
        compilation = Sample.Compile(Source);
        return Sample.Drive(compilation, tracks: true).RunGenerators(compilation, TestContext.Current.CancellationToken);
    }

    private static GeneratorDriver Edit(GeneratorDriver driver, CSharpCompilation compilation, string before, string after)
    {
        SyntaxTree old = compilation.SyntaxTrees.Single(tree => tree.FilePath == "Sample.cs");
        old.ToString().ShouldContain(before);
        SyntaxTree edited = Parse(old.ToString().Replace(before, after, StringComparison.Ordinal), compilation, "Sample.cs");
        return driver.RunGenerators(compilation.ReplaceSyntaxTree(old, edited), TestContext.Current.CancellationToken);
    }

    private static SyntaxTree Parse(string text, CSharpCompilation compilation, string path) =>
        CSharpSyntaxTree.ParseText(SourceText.From(text, System.Text.Encoding.UTF8), (CSharpParseOptions)compilation.SyntaxTrees[0].Options, path);

    private static IncrementalStepRunReason[] Reasons(GeneratorDriver driver, params string[] names) =>
        [.. driver.GetRunResult().Results.SelectMany(result => result.TrackedSteps).Where(step => names.Contains(step.Key)).SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(output => output.Reason)];

    private static IncrementalStepRunReason[] OutputReasons(GeneratorDriver driver)
    {
        return [.. driver.GetRunResult().Results.SelectMany(result => result.TrackedOutputSteps).SelectMany(step => step.Value).SelectMany(step => step.Outputs).Select(each => each.Reason)];
    }
}
