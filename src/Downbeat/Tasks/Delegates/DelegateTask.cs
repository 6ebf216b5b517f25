using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using Downbeat.Serialization;

namespace Downbeat.Tasks.Delegates;

/// <summary>Makes a task of a delegate by looking at its method once, when it is registered.</summary>
internal static class DelegateTask
{
    public const string Reflects =
        "The delegate is looked at by reflection. Reference Downbeat's source generator and give a lambda or a method whose types can be named, "
        + "or declare the method with [BackgroundTask]: then nothing is reflected.";

    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    public static TaskDefinition Define(string name, Delegate handler)
    {
        Check.Name("task", name);
        MethodInfo method = handler.Method;
        if (!handler.HasSingleTarget)
        {
            throw new InvalidValueException(name, "several methods in one delegate", "a delegate with one method");
        }

        ParameterInfo[] parameters = ParametersOf(name, handler);
        EnsureUsable(name, method, parameters);
        DelegateParameter[] bound = Bind(parameters);
        TaskParameter[] declared = [.. bound.Select(static parameter => parameter.Declaration).OfType<TaskParameter>()];
        Type? result = DelegateResult.ResultType(method.ReturnType);
        return new TaskDefinition(name, new DelegateInvoker(handler, bound, declared.Length).InvokeAsync)
        {
            Parameters = declared,
            ReturnType = result is null ? null : TypeNames.Of(result),
            DeclaredBy = Describe(method),
        };
    }

    /// <summary>The parameters a caller gives. The delegate says how many they are, the method what they are called.</summary>
    [RequiresUnreferencedCode(Reflects)]
    private static ParameterInfo[] ParametersOf(string name, Delegate handler)
    {
        ParameterInfo[] taken = handler.GetType().GetMethod("Invoke")!.GetParameters();
        ParameterInfo[] all = handler.Method.GetParameters();

        // A static method that is closed over its first argument has that argument already.
        ParameterInfo[] parameters = all[Math.Max(0, all.Length - taken.Length)..];
        IEnumerable<Type> wanted = taken.Select(static parameter => parameter.ParameterType);
        bool isSame = parameters.Select(static parameter => parameter.ParameterType).SequenceEqual(wanted)
            && parameters.All(static parameter => parameter.Name is { Length: > 0 });
        return isSame
            ? parameters
            : throw new InvalidValueException(
                name,
                TypeNames.Of(handler.GetType()),
                "a delegate that has the method's own types, and a method whose parameters have names");
    }

    [RequiresUnreferencedCode(Reflects)]
    private static void EnsureUsable(string name, MethodInfo method, ParameterInfo[] parameters)
    {
        foreach (ParameterInfo parameter in parameters)
        {
            if (ParameterRules.Refusal(parameter) is { } allowed)
            {
                throw new InvalidValueException($"{name}, parameter {parameter.Name}", TypeNames.Of(parameter.ParameterType), allowed);
            }
        }

        if (parameters.Count(static parameter => parameter.ParameterType == typeof(CancellationToken)) > 1)
        {
            throw new InvalidValueException(name, "several cancellation tokens", "one: it is cancelled by time limits, revokes and shutdowns alike");
        }

        if (DelegateResult.Refusal(method) is { } returns)
        {
            throw new InvalidValueException($"{name}, return type", TypeNames.Of(method.ReturnType), returns);
        }
    }

    [RequiresUnreferencedCode(Reflects)]
    [RequiresDynamicCode(Reflects)]
    private static DelegateParameter[] Bind(ParameterInfo[] parameters)
    {
        // Trimmed programs can do without what nullable annotations are read with; null is then allowed everywhere.
        NullabilityInfoContext? nullability =
            AppContext.TryGetSwitch("System.Reflection.NullabilityInfoContext.IsSupported", out bool isSupported) && !isSupported ? null : new();
        var bound = new DelegateParameter[parameters.Length];
        int position = 0;
        for (int index = 0; index < parameters.Length; index++)
        {
            bound[index] = DelegateParameter.Read(parameters[index], position, nullability?.Create(parameters[index]));
            position += bound[index].Declaration is null ? 0 : 1;
        }

        return bound;
    }

    private static string Describe(MethodInfo method)
    {
        Type? type = method.DeclaringType;
        while (type is { DeclaringType: not null } && type.Name.StartsWith('<'))
        {
            type = type.DeclaringType;
        }

        string place = type is null ? "a dynamic method" : TypeNames.Simple(type);
        return method.Name.StartsWith('<') ? $"a lambda in {place}" : $"{place}.{method.Name}";
    }
}
