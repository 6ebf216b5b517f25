using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;

namespace Downbeat.Generators.Writing;

/// <summary>Writes what is told of a task beside how it is called.</summary>
internal static class DefinitionWriter
{
    public const string Definition = "global::Downbeat.Tasks.TaskDefinition";
    private const string Tasks = "global::Downbeat.Tasks.";

    /// <summary>Writes the parameters, the return type and the place of the declaration as assignments of an initializer.</summary>
    public static void WriteShape(SourceWriter writer, Callable callable, string declaredBy)
    {
        string[] parameters =
        [
            .. callable.FromMessage.Select(static parameter =>
                $"new {Tasks}TaskParameter({Literals.Quote(parameter.Name)}, {Literals.Quote(parameter.Words)}, {Literals.QuoteOrNull(parameter.DefaultJson)})"),
        ];
        WriteList(writer, "Parameters", Tasks + "TaskParameter", parameters);
        if (callable.ResultWords is not null)
        {
            writer.Line($"ReturnType = {Literals.Quote(callable.ResultWords)},");
        }

        writer.Line($"DeclaredBy = {Literals.Quote(declaredBy)},");
    }

    public static void WritePeriodics(SourceWriter writer, TaskMethod method)
    {
        string[] periodics =
        [
            .. method.Periodics.Select(periodic =>
                $"new {Tasks}PeriodicDeclaration({Literals.Quote(periodic.Name)}, "
                + $"new global::Downbeat.PeriodicTask({Literals.Quote(periodic.Name)}, {Literals.Quote(method.TaskName)}) "
                + $"{{ Schedule = {periodic.Schedule}{Kwargs(periodic)} }})"),
        ];
        WriteList(writer, "Periodics", Tasks + "PeriodicDeclaration", periodics);
    }

    private static string Kwargs(PeriodicModel periodic)
    {
        return periodic.Kwargs is null
            ? ""
            : $", Kwargs = global::System.Text.Json.Nodes.JsonNode.Parse({Literals.Quote(periodic.Kwargs)})!.AsObject()";
    }

    private static void WriteList(SourceWriter writer, string name, string type, string[] items)
    {
        if (items.Length > 0)
        {
            writer.Block($"{name} = new {type}[]", list => Array.ForEach(items, item => list.Line(item + ",")), "},");
        }
    }
}
