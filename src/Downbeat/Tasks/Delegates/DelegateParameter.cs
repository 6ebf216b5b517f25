using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Downbeat.Serialization;

namespace Downbeat.Tasks.Delegates;

/// <summary>A parameter of a delegate and what gives it its value.</summary>
/// <param name="Source">Where the value comes from.</param>
/// <param name="Value">Takes it from a call.</param>
/// <param name="Declaration">What is told of it when it comes from the message.</param>
internal sealed record DelegateParameter(ParameterSource Source, Func<TaskInvocation, object?> Value, TaskParameter? Declaration = null)
{
    private const BindingFlags Own = BindingFlags.Static | BindingFlags.NonPublic;

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    public static DelegateParameter Read(ParameterInfo parameter, int position, NullabilityInfo? nullability)
    {
        ParameterSource source = ParameterRules.SourceOf(parameter);
        return source switch
        {
            ParameterSource.Token => new(source, static invocation => invocation.CancellationToken),
            ParameterSource.Context => new(source, static invocation => invocation.Context),
            ParameterSource.Message => new(source, OfMessage(parameter, position, nullability), Declare(parameter, nullability)),
            _ => new(source, OfServices(parameter, nullability)),
        };
    }

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    private static Func<TaskInvocation, object?> OfMessage(ParameterInfo parameter, int position, NullabilityInfo? nullability)
    {
        bool hasDefault = parameter.HasDefaultValue;
        object? value = DefaultOf(parameter);
        bool refusesNull = !parameter.ParameterType.IsValueType
            && nullability?.WriteState == NullabilityState.NotNull
            && !(hasDefault && value is null);
        Make make = Close(hasDefault ? nameof(Optional) : nameof(Required), parameter.ParameterType);
        Func<TaskInvocation, object?> bind = make(position, parameter.Name!, value);
        return refusesNull
            ? typeof(DelegateParameter).GetMethod(nameof(NotNull), Own)!.MakeGenericMethod(parameter.ParameterType)
                .CreateDelegate<Guard>()(parameter.Name!, bind)
            : bind;
    }

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    private static Func<TaskInvocation, object?> OfServices(ParameterInfo parameter, NullabilityInfo? nullability)
    {
        bool isOptional = parameter.HasDefaultValue || nullability?.WriteState == NullabilityState.Nullable;
        bool isKeyed = ParameterRules.KeyOf(parameter, out object? key);
        string method = (isKeyed, isOptional) switch
        {
            (false, false) => nameof(Service),
            (false, true) => nameof(OptionalService),
            (true, false) => nameof(KeyedService),
            (true, true) => nameof(OptionalKeyedService),
        };
        return Close(method, parameter.ParameterType)(0, parameter.Name!, key);
    }

    private delegate Func<TaskInvocation, object?> Make(int position, string name, object? value);

    private delegate Func<TaskInvocation, object?> Guard(string name, Func<TaskInvocation, object?> bind);

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    private static Make Close(string method, Type type)
    {
        return typeof(DelegateParameter).GetMethod(method, Own)!.MakeGenericMethod(type).CreateDelegate<Make>();
    }

    private static Func<TaskInvocation, object?> Required<T>(int position, string name, object? value)
    {
        return invocation => invocation.Arguments.Required<T>(position, name);
    }

    private static Func<TaskInvocation, object?> Optional<T>(int position, string name, object? value)
    {
        T defaultValue = value is null ? default! : (T)value;
        return invocation => invocation.Arguments.Optional(position, name, defaultValue);
    }

    private static Func<TaskInvocation, object?> NotNull<T>(string name, Func<TaskInvocation, object?> bind)
        where T : class
    {
        return invocation => invocation.Arguments.NotNull(name, (T?)bind(invocation));
    }

    private static Func<TaskInvocation, object?> Service<T>(int position, string name, object? value)
        where T : notnull
    {
        return invocation => invocation.Service<T>(name);
    }

    private static Func<TaskInvocation, object?> OptionalService<T>(int position, string name, object? value)
    {
        return static invocation => invocation.OptionalService<T>();
    }

    private static Func<TaskInvocation, object?> KeyedService<T>(int position, string name, object? value)
        where T : notnull
    {
        return invocation => invocation.KeyedService<T>(value, name);
    }

    private static Func<TaskInvocation, object?> OptionalKeyedService<T>(int position, string name, object? value)
    {
        return invocation => invocation.OptionalKeyedService<T>(value);
    }

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    private static TaskParameter Declare(ParameterInfo parameter, NullabilityInfo? nullability)
    {
        bool isNullable = !parameter.ParameterType.IsValueType && nullability?.WriteState == NullabilityState.Nullable;
        string type = TypeNames.Of(parameter.ParameterType) + (isNullable ? "?" : "");
        return new TaskParameter(parameter.Name!, type, parameter.HasDefaultValue ? DefaultJson(parameter) : null);
    }

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [UnconditionalSuppressMessage("Trimming", "IL2072", Justification = "The zero of a value type runs no constructor.")]
    private static string DefaultJson(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        object? value = DefaultOf(parameter);
        bool isStruct = value is null && type.IsValueType && Nullable.GetUnderlyingType(type) is null;
        if (type == typeof(JsonElement) || (value is null && !isStruct))
        {
            return "null";
        }

        var json = new ArrayBufferWriter<byte>();
        TaskJson.Default.Serialize(json, value ?? RuntimeHelpers.GetUninitializedObject(type), type, parameter.Name!);

        // A struct's empty object says its default as well as one with every zero written out.
        return isStruct && json.WrittenSpan[0] == (byte)'{' ? "{}" : Encoding.UTF8.GetString(json.WrittenSpan);
    }

    // Metadata keeps the default of an enum behind a question mark as a number, and that of a struct as nothing.
    private static object? DefaultOf(ParameterInfo parameter)
    {
        object? value = parameter.HasDefaultValue ? parameter.DefaultValue : null;
        Type? underlying = Nullable.GetUnderlyingType(parameter.ParameterType);
        return value is not null && (underlying ?? parameter.ParameterType) is { IsEnum: true } @enum ? Enum.ToObject(@enum, value) : value;
    }
}
