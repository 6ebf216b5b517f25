using System.Collections.Immutable;
using Downbeat.Generators.Reading;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Downbeat.Generators.Analyzers;

/// <summary>Takes back the warnings about reflection at calls of <c>AddTask</c> that the generator replaces.</summary>
/// <remarks>The warnings are about the method that is written; the program contains the method that stands in for it.</remarks>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class InterceptedCallSuppressor : DiagnosticSuppressor
{
    private const string Why = "The call is replaced by code that binds the parameters without reflection.";

    private static readonly SuppressionDescriptor Trimming = new("DBS0001", "IL2026", Why);
    private static readonly SuppressionDescriptor AheadOfTime = new("DBS0002", "IL3050", Why);

    /// <inheritdoc />
    public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [Trimming, AheadOfTime];

    /// <inheritdoc />
    public override void ReportSuppressions(SuppressionAnalysisContext context)
    {
        foreach (Diagnostic diagnostic in context.ReportedDiagnostics)
        {
            if (IsReplaced(diagnostic, context))
            {
                context.ReportSuppression(Suppression.Create(diagnostic.Id == Trimming.SuppressedDiagnosticId ? Trimming : AheadOfTime, diagnostic));
            }
        }
    }

    private static bool IsReplaced(Diagnostic diagnostic, SuppressionAnalysisContext context)
    {
        if (diagnostic.Location.SourceTree is not { } tree || !Interception.IsEnabled(tree.Options))
        {
            return false;
        }

        // The warning is at the call, or at the method's name in it.
        SyntaxNode node = tree.GetRoot(context.CancellationToken).FindNode(diagnostic.Location.SourceSpan, getInnermostNodeForTie: true);
        InvocationExpressionSyntax? call = node.AncestorsAndSelf().OfType<InvocationExpressionSyntax>().FirstOrDefault();
        return call is not null
            && CallSiteReader.MayBeCall(call)
            && context.GetSemanticModel(tree).GetInterceptorMethod(call, context.CancellationToken) is { ContainingNamespace: { } space }
            && space.ToDisplayString() == Names.GeneratedNamespace;
    }
}
