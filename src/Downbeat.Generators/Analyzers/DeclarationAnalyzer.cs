using System.Collections.Immutable;
using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Downbeat.Generators.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Operations;

namespace Downbeat.Generators.Analyzers;

/// <summary>Checks methods and classes with <c>[BackgroundTask]</c> and <c>[Periodic]</c>.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class DeclarationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc />
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } =
    [
        Rules.DuplicateTask, Rules.TaskName, Rules.Partial, Rules.Kind, Rules.Generic, Rules.ByReference, Rules.ReturnType, Rules.Constructor,
        Rules.Json, Rules.Crontab, Rules.TimeZone, Rules.Schedule, Rules.RateLimit, Rules.ExceptionType, Rules.TimeLimits, Rules.Option,
        Rules.Tokens, Rules.PeriodicAlone, Rules.PeriodicArguments, Rules.PeriodicSchedule, Rules.DuplicatePeriodic, Rules.SignatureClash,
        Rules.MemberTaken,
    ];

    /// <inheritdoc />
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationStartAction(static start =>
        {
            if (start.Compilation.GetTypeByMetadataName(Names.BackgroundTask) is null)
            {
                return;
            }

            var names = new DeclaredNames();
            start.RegisterSymbolAction(symbol => CheckMethod(symbol, names), SymbolKind.Method);
            start.RegisterSymbolAction(CheckType, SymbolKind.NamedType);
            start.RegisterOperationAction(CheckFunction, OperationKind.LocalFunction, OperationKind.AnonymousFunction);
            start.RegisterCompilationEndAction(names.Report);
        });
    }

    private static void CheckMethod(SymbolAnalysisContext context, DeclaredNames names)
    {
        // Both halves of a partial method come by; the attributes are on both.
        var method = (IMethodSymbol)context.Symbol;
        if (method.PartialDefinitionPart is null)
        {
            Report(context.ReportDiagnostic, MethodProblems(method, names, context.CancellationToken));
        }
    }

    private static void CheckFunction(OperationAnalysisContext context)
    {
        IMethodSymbol method = context.Operation is ILocalFunctionOperation local
            ? local.Symbol
            : ((IAnonymousFunctionOperation)context.Operation).Symbol;
        if (method.Attribute(Names.BackgroundTask) is not null)
        {
            Report(context.ReportDiagnostic, ShapeRules.Problems(method));
        }
        else if (method.Attribute(Names.Periodic) is not null)
        {
            context.ReportDiagnostic(new Problem(Rules.PeriodicAlone, method.Locations[0], method.Name).ToDiagnostic());
        }
    }

    private static IEnumerable<Problem> MethodProblems(IMethodSymbol method, DeclaredNames names, CancellationToken cancellationToken)
    {
        AttributeData[] periodics = [.. method.GetAttributes().Where(static attribute => attribute.AttributeClass.Is(Names.Periodic))];
        if (method.Attribute(Names.BackgroundTask) is not { } attribute)
        {
            return periodics.Length == 0 ? [] : [new(Rules.PeriodicAlone, AttributePlaces.Of(periodics[0], "", cancellationToken), method.Name)];
        }

        // A text that is not there yet is the compiler's to tell of.
        Location nameLocation = AttributePlaces.OfFirst(attribute, cancellationToken);
        bool hasName = attribute.ConstructorArguments is [{ Kind: not TypedConstantKind.Error }];
        string? name = attribute.Text();
        Problem[] shape = [.. ShapeRules.Problems(method)];
        IEnumerable<Problem> problems = (hasName ? NameRules.Problems(name, nameLocation) : [])
            .Concat(shape.Length > 0 ? shape : JsonProblems.Of(method, method.Locations[0], name ?? method.Name))
            .Concat(OptionRules.Problems(attribute, cancellationToken));
        foreach (AttributeData periodic in periodics)
        {
            problems = problems.Concat(PeriodicRules.Problems(method, periodic, cancellationToken));
        }

        if (name is not null && NameRules.IsAllowed(name))
        {
            names.AddTask(name, method, nameLocation);
            foreach (AttributeData periodic in periodics)
            {
                names.AddPeriodic(PeriodicReader.NameOf(periodic, name), method, AttributePlaces.Of(periodic, "Name", cancellationToken));
            }
        }

        return problems;
    }

    private static void CheckType(SymbolAnalysisContext context)
    {
        var type = (INamedTypeSymbol)context.Symbol;
        IMethodSymbol[] tasks = [.. TypeRules.TasksOf(type)];
        if (tasks.Length > 0)
        {
            Report(context.ReportDiagnostic, TypeRules.OwnProblems(type));
            Report(context.ReportDiagnostic, SignatureClashes(tasks));
            if (type is { TypeKind: TypeKind.Class, IsRecord: false }
                && tasks.Any(static task => task is { IsStatic: false, MethodKind: MethodKind.Ordinary }))
            {
                Report(context.ReportDiagnostic, ConstructorRules.Problems(type));
            }
        }

        if (!TypeRules.IsPartial(type) && type is not { TypeKind: TypeKind.Enum or TypeKind.Delegate } && OwnerOfTasks(type) is { } owner)
        {
            context.ReportDiagnostic(TypeRules.NotPartial(type, owner).ToDiagnostic());
        }
    }

    /// <summary>The type, or one inside it, that has tasks and could have them if only all around it were partial.</summary>
    private static INamedTypeSymbol? OwnerOfTasks(INamedTypeSymbol type)
    {
        bool isOwner = TypeRules.TasksOf(type).Any() && !TypeRules.OwnProblems(type).Any();
        return isOwner ? type : type.GetTypeMembers().Select(OwnerOfTasks).FirstOrDefault(static owner => owner is not null);
    }

    private static IEnumerable<Problem> SignatureClashes(IMethodSymbol[] tasks)
    {
        var taken = new Dictionary<string, IMethodSymbol>(StringComparer.Ordinal);
        IEnumerable<IMethodSymbol> usable = tasks.Where(static task => !ShapeRules.Problems(task).Any());
        foreach (IMethodSymbol task in usable.OrderBy(static task => task.Locations[0].SourceSpan.Start))
        {
            var method = new TaskMethod("", task.Name, task.IsStatic, CallableReader.Read(task, task.ReturnType));
            string key = SignatureWriter.Key(method);
            if (taken.TryGetValue(key, out IMethodSymbol? other))
            {
                yield return new(Rules.SignatureClash, task.Locations[0], task.Name, other.Name, method.SignatureName);
            }
            else
            {
                taken.Add(key, task);
            }
        }
    }

    private static void Report(Action<Diagnostic> report, IEnumerable<Problem> problems)
    {
        foreach (Problem problem in problems)
        {
            report(problem.ToDiagnostic());
        }
    }
}
