using System.Globalization;
using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;

namespace Downbeat.Generators.Writing;

/// <summary>Writes the methods that stand in for calls of <c>AddTask</c> with a lambda or a method.</summary>
internal static class InterceptorWriter
{
    public const string HintName = "Downbeat.Interceptors.g.cs";

    private const string Builder = "global::Downbeat.Hosting.ITaskBuilder";

    public static string Write(IReadOnlyList<CallSite> calls)
    {
        var writer = new SourceWriter();
        writer.Block("namespace System.Runtime.CompilerServices", space => space
            .Line(SourceWriter.GeneratedCode)
            .Line("[global::System.AttributeUsage(global::System.AttributeTargets.Method, AllowMultiple = true)]")
            .Block("file sealed class InterceptsLocationAttribute : global::System.Attribute", type => type
                .Block("public InterceptsLocationAttribute(int version, string data)", body => body.Line("_ = version;").Line("_ = data;"))));
        writer.Line().Block($"namespace {Names.GeneratedNamespace}", space => space
            .Line(SourceWriter.GeneratedCode)
            .Block("file static class Interceptors", type =>
            {
                for (int index = 0; index < calls.Count; index++)
                {
                    WriteMethod(type, calls[index], index);
                    type.Line();
                }

                WriteHelpers(type, calls.Any(static call => call.HandlerType is null));
            }));
        return writer.ToString();
    }

    private static void WriteMethod(SourceWriter writer, CallSite call, int index)
    {
        writer.Line(call.Location);
        string number = index.ToString(CultureInfo.InvariantCulture);
        writer.Block(
            $"internal static {Builder} AddTask{number}(this global::Downbeat.Hosting.IDownbeatBuilder builder, string name, "
            + "global::System.Delegate handler, global::System.Action<global::Downbeat.TaskOptions>? configure = null)",
            body =>
            {
                body.Line($"var target = {Cast(call)};");
                body.Block(
                    $"return Add(builder, configure, new {DefinitionWriter.Definition}(name, InvokeAsync)",
                    definition => DefinitionWriter.WriteShape(definition, call.Callable, call.DeclaredBy),
                    "});").Line();
                body.Block(
                    $"async {InvokerWriter.Header} InvokeAsync({InvokerWriter.Invocation} invocation)",
                    invoker => InvokerWriter.Write(invoker, call.Callable, null, "target"));
            });
    }

    // A lambda's type may have no name. Another lambda of the same shape has the same type, and inference names it.
    private static string Cast(CallSite call)
    {
        if (call.HandlerType is not null)
        {
            return $"({call.HandlerType})handler";
        }

        IEnumerable<string> parameters = call.Callable.Parameters.Select(
            static (parameter, index) => $"{parameter.Type} p{index}{(parameter.Default is { } value ? $" = {value}" : "")}");
        return $"Cast(handler, {call.Callable.ReturnType} ({string.Join(", ", parameters)}) => throw null!)";
    }

    private static void WriteHelpers(SourceWriter writer, bool casts)
    {
        writer.Block(
            $"private static {Builder} Add(global::Downbeat.Hosting.IDownbeatBuilder builder, "
            + $"global::System.Action<global::Downbeat.TaskOptions>? configure, {DefinitionWriter.Definition} definition)",
            body => body
                .Line($"{Builder} task = global::Microsoft.Extensions.DependencyInjection.DownbeatServiceCollectionExtensions.AddTask(builder, definition);")
                .Line("return configure is null ? task : task.WithOptions(configure);"));
        if (casts)
        {
            writer.Line()
                .Block(
                    "private static T Cast<T>(global::System.Delegate handler, T shape) where T : global::System.Delegate",
                    body => body.Line("_ = shape;").Line("return (T)handler;"));
        }
    }
}
