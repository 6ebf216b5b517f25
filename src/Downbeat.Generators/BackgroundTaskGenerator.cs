using System.Collections.Immutable;
using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;
using Downbeat.Generators.Writing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.Generators;

/// <summary>Implements <c>IBackgroundTasks</c> on the classes that declare tasks, and <c>AddDeclaredTasks</c> for all of them.</summary>
[Generator(LanguageNames.CSharp)]
public sealed class BackgroundTaskGenerator : IIncrementalGenerator
{
    internal const string DeclarationsStep = "Declarations";
    internal const string ClassesStep = "Classes";
    internal const string RegistrationStep = "Registration";

    /// <inheritdoc />
    public void Initialize(IncrementalGeneratorInitializationContext context)
    {
        context.RegisterPostInitializationOutput(static output =>
        {
            output.AddEmbeddedAttributeDefinition();
            output.AddSource(RegistrationWriter.ExtensionHintName, RegistrationWriter.WriteExtension());
        });

        IncrementalValuesProvider<DeclaredClass> classes = context.SyntaxProvider
            .ForAttributeWithMetadataName(Names.BackgroundTask, static (node, _) => node is MethodDeclarationSyntax, DeclarationReader.Read)
            .Where(static declaration => declaration is not null)
            .WithTrackingName(DeclarationsStep)
            .Collect()
            .SelectMany(Group)
            .WithTrackingName(ClassesStep);
        context.RegisterSourceOutput(classes, static (output, declared) => output.AddSource(declared.HintName, ClassWriter.Write(declared)));

        IncrementalValueProvider<EquatableArray<string>> names = classes
            .Where(static declared => declared.Class.IsReachable)
            .Select(static (declared, _) => declared.Class.QualifiedName)
            .Collect()
            .Select(static (all, _) => all.ToEquatable())
            .WithTrackingName(RegistrationStep);
        context.RegisterSourceOutput(names, static (output, all) =>
        {
            if (all.Count > 0)
            {
                output.AddSource(RegistrationWriter.HintName, RegistrationWriter.Write(all));
            }
        });
    }

    private static IEnumerable<DeclaredClass> Group(ImmutableArray<Declaration?> declarations, CancellationToken cancellationToken)
    {
        // The compiler tells files apart without regard to case.
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (IGrouping<TaskClass, Declaration> group in declarations.OfType<Declaration>().GroupBy(static declaration => declaration.Class))
        {
            cancellationToken.ThrowIfCancellationRequested();
            string name = group.Key.FullName.Replace("@", "");
            while (!taken.Add(name))
            {
                name += "_";
            }

            EquatableArray<TaskMethod> methods = group.Select(static declaration => declaration.Method).OfType<TaskMethod>().ToEquatable();
            yield return new(group.Key, methods, name + ".BackgroundTasks.g.cs");
        }
    }
}
