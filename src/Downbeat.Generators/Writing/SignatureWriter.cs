using System.Security;
using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;

namespace Downbeat.Generators.Writing;

/// <summary>Writes the nested class with a method for each task that gives a typed signature of it.</summary>
internal static class SignatureWriter
{
    public static void Write(SourceWriter writer, DeclaredClass declared)
    {
        writer.Line("/// <summary>Calls of the tasks of this class, to be sent now, later or many times.</summary>").Line(SourceWriter.GeneratedCode);
        writer.Block("public static class Signatures", inside =>
        {
            bool isFirst = true;
            foreach (TaskMethod method in Distinct(declared.Methods))
            {
                if (!isFirst)
                {
                    inside.Line();
                }

                isFirst = false;
                WriteMethod(inside, method);
            }
        });
    }

    /// <summary>The name and the types that make a signature's method different from others.</summary>
    public static string Key(TaskMethod method) =>
        $"{method.SignatureName}({string.Join(", ", method.Callable.FromMessage.Select(static parameter => parameter.ErasedType))})";

    private static IEnumerable<TaskMethod> Distinct(IEnumerable<TaskMethod> methods)
    {
        return methods.Where(static method => method.SignatureAccess is not null).GroupBy(Key, StringComparer.Ordinal).Select(static same => same.First());
    }

    private static void WriteMethod(SourceWriter writer, TaskMethod method)
    {
        Parameter[] parameters = [.. method.Callable.FromMessage];
        string result = method.Callable.ResultType is { } type ? $"<{type}>" : "";
        writer.Documentation(method.Summary ?? $"<summary>Calls the task <c>{SecurityElement.Escape(method.TaskName)}</c>.</summary>");
        foreach (Parameter parameter in parameters)
        {
            if (parameter.Documentation is { } documentation)
            {
                writer.Documentation(documentation);
            }
        }

        string list = string.Join(", ", parameters.Select(static parameter =>
            $"{parameter.Type} {Literals.Identifier(parameter.Name)}{(parameter.Default is { } value ? $" = {value}" : "")}"));
        string arguments = parameters.Length == 0 ? "" : $", new object?[] {{ {string.Join(", ", parameters.Select(Argument))} }}";
        writer.Line($"{method.SignatureAccess} static global::Downbeat.Signature{result} {Literals.Identifier(method.SignatureName)}({list}) =>");
        writer.Line($"    global::Downbeat.Signature.Create{result}({Literals.Quote(method.TaskName)}{arguments});");
    }

    private static string Argument(Parameter parameter)
    {
        string name = Literals.Identifier(parameter.Name);
        return parameter.IsOpen ? $"new global::Downbeat.Serialization.TypedValue({name}, typeof({parameter.BareType}))" : name;
    }
}
