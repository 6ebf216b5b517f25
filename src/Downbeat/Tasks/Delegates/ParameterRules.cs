using System.Collections;
using System.Reflection;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;

namespace Downbeat.Tasks.Delegates;

/// <summary>Tells the parameters of a task apart, by the rules that the source generator follows too.</summary>
internal static class ParameterRules
{
    private static readonly string[] FromServices = ["Downbeat.FromServicesAttribute", "Microsoft.AspNetCore.Mvc.FromServicesAttribute"];

    /// <summary>Types that could be disposed, so that they would be services, but that nobody registers: somebody meant to send them.</summary>
    private static readonly Type[] NeverMeant = [typeof(Stream), typeof(Task), typeof(CancellationTokenSource)];

    public static ParameterSource SourceOf(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type == typeof(CancellationToken) ? ParameterSource.Token
            : type == typeof(TaskContext) ? ParameterSource.Context
            : KeyOf(parameter, out _) ? ParameterSource.KeyedService
            : IsMarked(parameter) || IsServiceType(type) ? ParameterSource.Service
            : ParameterSource.Message;
    }

    /// <summary>The key of a parameter marked <c>[FromKeyedServices(key)]</c>.</summary>
    public static bool KeyOf(ParameterInfo parameter, out object? key)
    {
        FromKeyedServicesAttribute? keyed = parameter.GetCustomAttribute<FromKeyedServicesAttribute>();
        key = keyed?.Key;
        return key is not null;
    }

    /// <summary>Why a parameter cannot be a task's; null when it can.</summary>
    public static string? Refusal(ParameterInfo parameter)
    {
        Type type = parameter.ParameterType;
        return type.IsByRef ? "parameters by value: take it without ref, out or in"
            : type.IsByRefLike || type.IsPointer || type.IsFunctionPointer ? "types that a message can carry: an array or a list in place of a span"
            : SourceOf(parameter) == ParameterSource.Message && IsNeverJson(type) ? "types that JSON can hold; a service is marked [FromServices]"
            : null;
    }

    private static bool IsMarked(ParameterInfo parameter)
    {
        return parameter.GetCustomAttributesData().Any(
            data => FromServices.Contains(data.AttributeType.FullName, StringComparer.Ordinal)
                || data.AttributeType == typeof(FromKeyedServicesAttribute));
    }

    private static bool IsServiceType(Type type)
    {
        return type.IsInterface ? !IsCollection(type)
            : type.IsSubclassOf(typeof(Delegate)) || (IsDisposable(type) && type != typeof(JsonDocument) && !IsNeverJson(type));
    }

    // An asynchronous sequence stands among the collections as well, and is refused as one that JSON cannot hold.
    private static bool IsCollection(Type type)
    {
        return type.Namespace?.StartsWith("System.Collections", StringComparison.Ordinal) == true
            && (typeof(IEnumerable).IsAssignableFrom(type) || IsAsyncSequence(type));
    }

    private static bool IsDisposable(Type type)
    {
        return typeof(IDisposable).IsAssignableFrom(type) || typeof(IAsyncDisposable).IsAssignableFrom(type);
    }

    private static bool IsNeverJson(Type type)
    {
        return NeverMeant.Any(never => never.IsAssignableFrom(type)) || IsAsyncSequence(type);
    }

    private static bool IsAsyncSequence(Type type)
    {
        return type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IAsyncEnumerable<>);
    }
}
