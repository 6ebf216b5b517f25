namespace Downbeat.Generators.Writing;

/// <summary>Writes the extension that adds all tasks an assembly declares.</summary>
internal static class RegistrationWriter
{
    public const string ExtensionHintName = "Downbeat.DeclaredTaskExtensions.g.cs";
    public const string HintName = "Downbeat.DeclaredTasks.g.cs";

    private const string Space = "namespace Microsoft.Extensions.DependencyInjection";
    private const string Builder = "global::Downbeat.Hosting.IDownbeatBuilder";

    /// <summary>The extension itself. It is there before any task is read, so that a chain of calls through it can be understood.</summary>
    /// <remarks>The attribute hides the class from assemblies that see this one's internals: they have one of their own.</remarks>
    public static string WriteExtension()
    {
        return new SourceWriter().Block(Space, space => space
            .Line("/// <summary>Adds the tasks that this assembly declares.</summary>")
            .Line(SourceWriter.GeneratedCode)
            .Line("[global::Microsoft.CodeAnalysis.Embedded]")
            .Block("internal static partial class DeclaredTaskExtensions", type => type
                .Line("/// <summary>Adds every task that the classes of this assembly declare, except those of private nested classes.</summary>")
                .Line("/// <param name=\"builder\">The builder.</param>")
                .Block($"public static {Builder} AddDeclaredTasks(this {Builder} builder)", body => body.Line("AddAll(builder);").Line("return builder;"))
                .Line()
                .Line($"static partial void AddAll({Builder} builder);")))
            .ToString();
    }

    /// <summary>The part that knows the classes.</summary>
    public static string Write(IEnumerable<string> classes)
    {
        return new SourceWriter().Block(Space, space => space
            .Block("partial class DeclaredTaskExtensions", type => type
                .Block($"static partial void AddAll({Builder} builder)", body =>
                {
                    foreach (string name in classes)
                    {
                        body.Line($"Add(builder, {name}.Definitions);");
                    }
                })
                .Line()
                .Block(
                    $"private static void Add({Builder} builder, global::System.Collections.Generic.IReadOnlyList<{DefinitionWriter.Definition}> definitions)",
                    body => body.Block(
                        $"foreach ({DefinitionWriter.Definition} definition in definitions)",
                        loop => loop.Line(
                            "global::Microsoft.Extensions.DependencyInjection.DownbeatServiceCollectionExtensions.AddTask(builder, definition);")))))
            .ToString();
    }
}
