using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;

namespace Downbeat.Generators.Writing;

/// <summary>Writes what a class with tasks gets: its definitions, its signatures and the invokers.</summary>
internal static class ClassWriter
{
    private const string Invokers = "__BackgroundTasks";

    public static string Write(DeclaredClass declared)
    {
        var writer = new SourceWriter();
        if (declared.Class.Namespace is { } space)
        {
            writer.Block($"namespace {space}", inside => WriteTypes(inside, declared, 0));
        }
        else
        {
            WriteTypes(writer, declared, 0);
        }

        return writer.ToString();
    }

    private static void WriteTypes(SourceWriter writer, DeclaredClass declared, int depth)
    {
        string header = declared.Class.Headers[depth];
        if (depth < declared.Class.Headers.Count - 1)
        {
            writer.Block(header, inside => WriteTypes(inside, declared, depth + 1));
            return;
        }

        writer.Block(declared.Class.IsStatic ? header : header + " : global::Downbeat.Tasks.IBackgroundTasks", inside =>
        {
            WriteDefinitions(inside, declared);
            inside.Line();
            SignatureWriter.Write(inside, declared);
            inside.Line();
            WriteInvokers(inside, declared);
        });
    }

    private static void WriteDefinitions(SourceWriter writer, DeclaredClass declared)
    {
        const string List = "global::System.Collections.Generic.IReadOnlyList<" + DefinitionWriter.Definition + ">";
        writer.Line("/// <summary>The tasks this class declares.</summary>").Line(SourceWriter.GeneratedCode);
        writer.Block($"public static {List} Definitions => new {DefinitionWriter.Definition}[]", list =>
        {
            for (int index = 0; index < declared.Methods.Count; index++)
            {
                TaskMethod method = declared.Methods[index];
                string header = $"new {DefinitionWriter.Definition}({Literals.Quote(method.TaskName)}, {Invokers}.{InvokerName(method, index)})";
                list.Block(header, item => WriteDefinition(item, declared.Class, method), "},");
            }
        }, "};");
    }

    private static void WriteDefinition(SourceWriter writer, TaskClass type, TaskMethod method)
    {
        if (method.Options.Count > 0)
        {
            writer.Block("Options = new global::Downbeat.TaskOptions", options =>
            {
                foreach (string option in method.Options)
                {
                    options.Line(option + ",");
                }
            }, "},");
        }

        DefinitionWriter.WriteShape(writer, method.Callable, $"{type.Name}.{method.Method}");
        DefinitionWriter.WritePeriodics(writer, method);
    }

    private static void WriteInvokers(SourceWriter writer, DeclaredClass declared)
    {
        writer.Line(SourceWriter.GeneratedCode).Block($"private static class {Invokers}", inside =>
        {
            for (int index = 0; index < declared.Methods.Count; index++)
            {
                TaskMethod method = declared.Methods[index];
                if (index > 0)
                {
                    inside.Line();
                }

                string header = $"internal static async {InvokerWriter.Header} {InvokerName(method, index)}({InvokerWriter.Invocation} invocation)";
                string name = Literals.Identifier(method.Method);
                inside.Block(header, body => InvokerWriter.Write(
                    body,
                    method.Callable,
                    method.IsStatic ? null : statement => WriteInstance(statement, declared.Class),
                    method.IsStatic ? $"{declared.Class.QualifiedName}.{name}" : $"target.{name}"));
            }
        });
    }

    private static string InvokerName(TaskMethod method, int index) =>
        $"{method.Method}{index.ToString(System.Globalization.CultureInfo.InvariantCulture)}";

    private static void WriteInstance(SourceWriter writer, TaskClass type)
    {
        string instance = $"target = new {type.QualifiedName}({string.Join(", ", type.Constructor.Select(InvokerWriter.Value))});";
        writer.Line(type.Disposal == Disposal.Synchronous ? $"using var {instance}" : $"var {instance}");
        if (type.Disposal == Disposal.Asynchronous)
        {
            writer.Line("await using var disposal = global::System.Threading.Tasks.TaskAsyncEnumerableExtensions.ConfigureAwait(target, false);");
        }
    }
}
