using Downbeat.Generators.Models;
using Downbeat.Generators.Reading;

namespace Downbeat.Generators.Writing;

/// <summary>Writes the body of an invoker: first what comes from the message, then services, then the call.</summary>
internal static class InvokerWriter
{
    public const string Header = "global::System.Threading.Tasks.ValueTask<global::Downbeat.Tasks.TaskReturn>";
    public const string Invocation = "global::Downbeat.Tasks.TaskInvocation";

    /// <summary>Writes the statements.</summary>
    /// <param name="writer">Where they go.</param>
    /// <param name="callable">What is called.</param>
    /// <param name="instance">Writes the statement that makes the instance, if one is needed.</param>
    /// <param name="target">What is called, as it stands before the arguments.</param>
    public static void Write(SourceWriter writer, Callable callable, Action<SourceWriter>? instance, string target)
    {
        WriteArguments(writer, callable);
        instance?.Invoke(writer);
        IEnumerable<string> values = callable.Parameters.Select(
            static (parameter, index) => parameter.Source == ParameterSource.Message ? $"argument{index}" : Value(parameter));
        string call = $"{target}({string.Join(", ", values)})";
        _ = callable.Return switch
        {
            ReturnKind.Nothing => writer.Line($"{call};").Line("return default;"),
            ReturnKind.Awaitable => writer.Line($"await {call}.ConfigureAwait(false);").Line("return default;"),
            ReturnKind.Value => writer.Line($"return invocation.Return<{callable.ResultType}>({call});"),
            _ => writer.Line($"return invocation.Return<{callable.ResultType}>(await {call}.ConfigureAwait(false));"),
        };
    }

    /// <summary>What gives a parameter its value when that does not come from the message.</summary>
    public static string Value(Parameter parameter)
    {
        string name = Literals.Quote(parameter.Name);
        string forgive = parameter.IsOptional && parameter.Type == parameter.BareType ? "!" : "";
        return (parameter.Source, parameter.IsOptional) switch
        {
            (ParameterSource.Token, _) => "invocation.CancellationToken",
            (ParameterSource.Context, _) => "invocation.Context",
            (ParameterSource.KeyedService, false) => $"invocation.KeyedService<{parameter.BareType}>({parameter.Key}, {name})",
            (ParameterSource.KeyedService, true) => $"invocation.OptionalKeyedService<{parameter.BareType}>({parameter.Key}){forgive}",
            (_, false) => $"invocation.Service<{parameter.BareType}>({name})",
            (_, true) => $"invocation.OptionalService<{parameter.BareType}>(){forgive}",
        };
    }

    private static void WriteArguments(SourceWriter writer, Callable callable)
    {
        writer.Line("global::Downbeat.Tasks.ArgumentBinder arguments = invocation.Arguments;");
        int position = 0;
        for (int index = 0; index < callable.Parameters.Count; index++)
        {
            Parameter parameter = callable.Parameters[index];
            if (parameter.Source == ParameterSource.Message)
            {
                writer.Line($"{parameter.Type} argument{index} = {Bind(parameter, position)};");
                position++;
            }
        }

        writer.Line($"arguments.End({position});");
    }

    private static string Bind(Parameter parameter, int position)
    {
        string name = Literals.Quote(parameter.Name);
        string value = parameter.Default is null
            ? $"arguments.Required<{parameter.Type}>({position}, {name})"
            : $"arguments.Optional<{parameter.Type}>({position}, {name}, {parameter.Default})";
        return parameter.RefusesNull ? $"arguments.NotNull<{parameter.Type}>({name}, {value})" : value;
    }
}
