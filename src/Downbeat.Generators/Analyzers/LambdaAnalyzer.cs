using System.Collections.Immutable;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Analyzers;

/// <summary>Checks the lambdas and methods that <c>AddTask</c> is given.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class LambdaAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
        [Rules.TaskName, Rules.ByReference, Rules.ReturnType, Rules.Json, Rules.Tokens];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterOperationAction(Check, OperationKind.Invocation);
    }

    private static void Check(OperationAnalysisContext context)
    {
        var call = (IInvocationOperation)context.Operation;
        if (!CallSiteReader.IsAddTask(call.TargetMethod))
        {
            return;
        }

        IOperation? name = call.Arguments.FirstOrDefault(static argument => argument.Parameter?.Name == "name")?.Value;
        IEnumerable<Problem> problems = name is { ConstantValue: { HasValue: true, Value: var text } }
            ? NameRules.Problems((string?)text, name.Syntax.GetLocation())
            : [];
        IDelegateCreationOperation? handler = CallSiteReader.Handler(call);

        // A method with the attribute has been checked where it is declared.
        if (CallSiteReader.MethodOf(handler) is { } method && method.Attribute(Names.BackgroundTask) is null)
        {
            Location location = handler!.Syntax.GetLocation();
            string task = name?.ConstantValue.Value as string ?? method.Name;
            Problem[] shape = [.. ShapeRules.CallableProblems(method, location)];
            problems = problems.Concat(shape).Concat(shape.Length == 0 ? JsonProblems.Of(method, location, task) : []);
        }

        foreach (Problem problem in problems)
        {
            context.ReportDiagnostic(problem.ToDiagnostic());
        }
    }
}
