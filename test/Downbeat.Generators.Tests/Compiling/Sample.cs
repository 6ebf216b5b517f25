extern alias generators;

using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using generators::Downbeat.Generators;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Downbeat.Generators.Tests.Compiling;

/// <summary>A piece of C# as a user writes it, compiled in memory with the generators and analyzers at work.</summary>
internal sealed class Sample
{
    public const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Downbeat;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(static path => !Path.GetFileName(path).StartsWith("Downbeat.Generators", StringComparison.Ordinal))
            .Select(static path => MetadataReference.CreateFromFile(path)),
    ];

    // Compilations that come from one share what they have read of the references.
    private static readonly Lazy<CSharpCompilation> Base = new(() =>
    {
        var compilation = CSharpCompilation.Create(
            "Sample",
            [],
            References,
            new CSharpCompilationOptions(
                OutputKind.DynamicallyLinkedLibrary,
                nullableContextOptions: NullableContextOptions.Enable,
                generalDiagnosticOption: ReportDiagnostic.Error,
                allowUnsafe: true,
                specificDiagnosticOptions: [new("CS1701", ReportDiagnostic.Suppress), new("CS8019", ReportDiagnostic.Suppress)]));
        compilation.GetSpecialType(SpecialType.System_Object).ShouldNotBeNull();
        return compilation;
    });

    private Sample(CSharpCompilation before, CSharpCompilation after, GeneratorDriver driver, ImmutableArray<Diagnostic> fromGenerators)
    {
        Before = before;
        After = after;
        Driver = driver;
        FromGenerators = fromGenerators;
    }

    public CSharpCompilation Before { get; }

    public CSharpCompilation After { get; }

    public GeneratorDriver Driver { get; }

    public ImmutableArray<Diagnostic> FromGenerators { get; }

    public IReadOnlyDictionary<string, string> Generated => Driver.GetRunResult().Results
        .SelectMany(static result => result.GeneratedSources)
        .Where(static source => !source.HintName.Contains("Embedded", StringComparison.Ordinal))
        .ToDictionary(static source => source.HintName, static source => source.SourceText.ToString(), StringComparer.Ordinal);

    /// <summary>Runs the generators.</summary>
    /// <param name="source">The source.</param>
    /// <param name="intercepts">Whether the project lets generated code replace calls.</param>
    /// <param name="isProgram">Whether it has top-level statements.</param>
    public static Sample Of(string source, bool intercepts = true, bool isProgram = false)
    {
        CSharpCompilation before = Compile(source, intercepts, isProgram);
        GeneratorDriver driver = Drive(before).RunGeneratorsAndUpdateCompilation(before, out Compilation after, out ImmutableArray<Diagnostic> diagnostics);
        return new Sample(before, (CSharpCompilation)after, driver, diagnostics);
    }

    public static CSharpCompilation Compile(string source, bool intercepts = true, bool isProgram = false)
    {
        CSharpParseOptions parse = new CSharpParseOptions(LanguageVersion.CSharp13, DocumentationMode.Parse)
            .WithFeatures(intercepts ? [new("InterceptorsNamespaces", "Some.Other;Downbeat.Generated")] : []);
        return Base.Value.WithOptions(isProgram ? Base.Value.Options.WithOutputKind(OutputKind.ConsoleApplication) : Base.Value.Options).AddSyntaxTrees(
            CSharpSyntaxTree.ParseText(Usings, parse, "Usings.cs", System.Text.Encoding.UTF8),
            CSharpSyntaxTree.ParseText(source, parse, "Sample.cs", System.Text.Encoding.UTF8));
    }

    public static GeneratorDriver Drive(CSharpCompilation compilation, bool tracks = false)
    {
        return CSharpGeneratorDriver.Create(
            [new BackgroundTaskGenerator().AsSourceGenerator(), new InterceptorGenerator().AsSourceGenerator()],
            parseOptions: (CSharpParseOptions)compilation.SyntaxTrees[0].Options,
            driverOptions: new GeneratorDriverOptions(IncrementalGeneratorOutputKind.None, tracks));
    }

    /// <summary>Everything the compiler has to say, warnings as errors.</summary>
    public Diagnostic[] Problems() => [.. After.GetDiagnostics().Concat(FromGenerators).Where(static each => each.Severity >= DiagnosticSeverity.Warning)];

    /// <summary>What the analyzers say, in the order of the source.</summary>
    public async Task<Diagnostic[]> AnalyzeAsync(params DiagnosticAnalyzer[] more)
    {
        ImmutableArray<DiagnosticAnalyzer> analyzers =
        [
            new generators::Downbeat.Generators.Analyzers.DeclarationAnalyzer(),
            new generators::Downbeat.Generators.Analyzers.LambdaAnalyzer(),
            new generators::Downbeat.Generators.Analyzers.TextAnalyzer(),
            .. more,
        ];
        var options = new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([]), OnException, concurrentAnalysis: true, logAnalyzerExecutionTime: false, reportSuppressedDiagnostics: true);
        ImmutableArray<Diagnostic> found = await new CompilationWithAnalyzers(After, analyzers, options).GetAnalyzerDiagnosticsAsync();
        return [.. found.OrderBy(static each => each.Location.SourceSpan.Start).ThenBy(static each => each.Id, StringComparer.Ordinal)];

        static void OnException(Exception exception, DiagnosticAnalyzer analyzer, Diagnostic diagnostic) =>
            throw new InvalidOperationException(analyzer.ToString(), exception);
    }

    /// <summary>Loads the compiled assembly.</summary>
    public Assembly Load()
    {
        Problems().ShouldBeEmpty(string.Join("\n\n", Generated.Values));
        using var image = new MemoryStream();
        After.Emit(image).Success.ShouldBeTrue();
        image.Position = 0;
        return new AssemblyLoadContext("sample", isCollectible: true).LoadFromStream(image);
    }
}
