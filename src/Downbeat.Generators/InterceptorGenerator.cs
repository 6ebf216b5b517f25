using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Downbeat.Generators.Writing;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators;

/// <summary>Replaces calls of <c>AddTask</c> with a lambda or a method by code that binds its parameters without reflection.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class InterceptorGenerator : IIncrementalGenerator
{
    internal const string CallsStep = "Calls";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        IncrementalValueProvider<EquatableArray<CallSite>> calls = context.SyntaxProvider
            .CreateSyntaxProvider(
                static (node, _) => CallSiteReader.MayBeCall(node),
                static (found, cancellationToken) => CallSiteReader.Read(found.SemanticModel, found.Node, cancellationToken))
            .Collect()
            .Select(static (all, _) => all.OfType<CallSite>().ToEquatable())
            .WithTrackingName(CallsStep);
        IncrementalValueProvider<bool> isEnabled = context.ParseOptionsProvider.Select(static (options, _) => Interception.IsEnabled(options));
        context.RegisterSourceOutput(calls.Combine(isEnabled), static (output, found) =>
        {
            if (found.Right && found.Left.Count > 0)
            {
                output.AddSource(InterceptorWriter.HintName, InterceptorWriter.Write(found.Left));
            }
        });
    }
}
