using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Analyzers;

/// <summary>Something that is wrong with a declaration. The generator leaves out what has one, the analyzers tell of it.</summary>
internal readonly record struct Problem(DiagnosticDescriptor Rule, Location Location, params object?[] Arguments)
{
    public Diagnostic ToDiagnostic() => Diagnostic.Create(Rule, Location, Arguments);
}
