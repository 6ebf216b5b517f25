using System.Collections.Concurrent;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Downbeat.Generators.Analyzers;

/// <summary>The names a compilation declares. Names that are taken are told of at its end, in the order of the source.</summary>
internal sealed class DeclaredNames
{
    private readonly ConcurrentBag<(string Name, string By, Location Location)> _tasks = [];
    private readonly ConcurrentBag<(string Name, string By, Location Location)> _periodics = [];

    public void AddTask(string name, IMethodSymbol method, Location location) => _tasks.Add((name, Describe(method), location));

    public void AddPeriodic(string name, IMethodSymbol method, Location location) => _periodics.Add((name, Describe(method), location));

    public void Report(CompilationAnalysisContext context)
    {
        Report(context, Rules.DuplicateTask, _tasks);
        Report(context, Rules.DuplicatePeriodic, _periodics);
    }

    private static void Report(
        CompilationAnalysisContext context, DiagnosticDescriptor rule, IEnumerable<(string Name, string By, Location Location)> declared)
    {
        IEnumerable<(string Name, string By, Location Location)> ordered = declared
            .OrderBy(static each => each.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(static each => each.Location.SourceSpan.Start);
        foreach (IGrouping<string, (string Name, string By, Location Location)> same in ordered.GroupBy(static each => each.Name, StringComparer.Ordinal))
        {
            (string Name, string By, Location Location)[] inOrder = [.. same];
            foreach ((string name, _, Location location) in inOrder.Skip(1))
            {
                context.ReportDiagnostic(Diagnostic.Create(rule, location, [inOrder[0].Location], name, $"'{inOrder[0].By}'"));
            }
        }
    }

    private static string Describe(IMethodSymbol method) => $"{method.ContainingType.NameInContainers()}.{method.Name}";
}
