extern alias generators;

using System.Collections.Immutable;
using Downbeat.Generators.Tests.Compiling;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Tests.Analysis;

public sealed class SuppressionTests
{
    private const string Source = """
        public static class Program
        {
            public static void Add(Downbeat.Hosting.IDownbeatBuilder builder, Delegate variable)
            {
                builder.AddTask("replaced", (int x) => x);
                builder.AddTask("variable", variable);
                builder.AddTask("anonymous", () => new { A = 1 });
                builder.AddTask("outer", (int x) => { builder.AddTask("inner", variable); });
            }
        }
        """;

    [Fact]
    public async Task Warnings_about_reflection_are_taken_back_where_the_call_is_replaced_and_nowhere_else()
    {
        Diagnostic[] warnings = await WarningsAsync(Sample.Of(Source));

        warnings.Where(each => each.IsSuppressed).Select(Task).ShouldBe(["replaced", "replaced", "outer", "outer"]);
        warnings.Where(each => !each.IsSuppressed).Select(Task).ShouldBe(["variable", "variable", "anonymous", "anonymous", "inner", "inner"]);
        warnings.Select(each => each.Id).Distinct(StringComparer.Ordinal).ShouldBe(["IL2026", "IL3050"], ignoreOrder: true);
    }

    [Fact]
    public async Task They_stay_where_the_project_lets_nothing_be_replaced()
    {
        (await WarningsAsync(Sample.Of(Source, intercepts: false))).ShouldAllBe(each => !each.IsSuppressed);
    }

    private static async Task<Diagnostic[]> WarningsAsync(Sample sample)
    {
        Diagnostic[] all = await sample.AnalyzeAsync(new Trimming(), new generators::Downbeat.Generators.Analyzers.InterceptedCallSuppressor());
        return [.. all.Where(each => each.Id.StartsWith("IL", StringComparison.Ordinal))];
    }

    private static string Task(Diagnostic warning)
    {
        string line = warning.Location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(warning.Location.SourceSpan);
        return line.Split('"')[1];
    }

#pragma warning disable RS1036, RS1038, RS1041, RS2008 // Stands in for the SDK's analyzer; nobody ships it.
    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Trimming : DiagnosticAnalyzer
    {
        private static readonly ImmutableArray<DiagnosticDescriptor> Rules =
        [
            new("IL2026", "Trimming", "{0}", "Trimming", DiagnosticSeverity.Warning, isEnabledByDefault: true),
            new("IL3050", "AOT", "{0}", "AOT", DiagnosticSeverity.Warning, isEnabledByDefault: true),
        ];

        public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => Rules;

        public override void Initialize(AnalysisContext context)
        {
            context.EnableConcurrentExecution();
            context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
            context.RegisterOperationAction(
                static operation =>
                {
                    IMethodSymbol method = ((IInvocationOperation)operation.Operation).TargetMethod;
                    foreach (AttributeData attribute in method.GetAttributes())
                    {
                        string? id = attribute.AttributeClass?.Name switch { "RequiresUnreferencedCodeAttribute" => "IL2026", "RequiresDynamicCodeAttribute" => "IL3050", _ => null };
                        if (id is not null)
                        {
                            operation.ReportDiagnostic(Diagnostic.Create(Rules.Single(rule => rule.Id == id), operation.Operation.Syntax.GetLocation(), id));
                        }
                    }
                },
                OperationKind.Invocation);
        }
    }
#pragma warning restore RS1036, RS1038, RS1041, RS2008
}
