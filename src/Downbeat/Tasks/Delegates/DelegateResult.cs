using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace Downbeat.Tasks.Delegates;

/// <summary>Waits for what a delegate gave back and makes a return of it.</summary>
internal static class DelegateResult
{
    public delegate ValueTask<TaskReturn> Finish(TaskInvocation invocation, object? returned);

    /// <summary>The type of a task's result; null when it has none.</summary>
    public static Type? ResultType(Type returned)
    {
        return returned == typeof(void) || returned == typeof(Task) || returned == typeof(ValueTask) ? null
            : IsOf(returned, typeof(Task<>)) || IsOf(returned, typeof(ValueTask<>)) ? returned.GetGenericArguments()[0]
            : returned;
    }

    /// <summary>Why a method's return type cannot be a task's; null when it can.</summary>
    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    public static string? Refusal(MethodInfo method)
    {
        const string Allowed = "void, a value, Task, Task<T>, ValueTask or ValueTask<T>";
        Type returned = method.ReturnType;
        bool isAsyncVoid = returned == typeof(void) && method.IsDefined(typeof(System.Runtime.CompilerServices.AsyncStateMachineAttribute));
        return isAsyncVoid ? $"{Allowed}: nobody can wait for async void, or see it fail"
            : returned.IsByRef || returned.IsByRefLike || returned.IsPointer || returned.IsFunctionPointer ? Allowed
            : ResultType(returned) is { } result && IsNoValue(result) ? Allowed
            : null;
    }

    [RequiresUnreferencedCode(DelegateTask.Reflects)]
    [RequiresDynamicCode(DelegateTask.Reflects)]
    public static Finish For(Type returned)
    {
        if (ResultType(returned) is not { } result)
        {
            return returned == typeof(Task) ? OfTask : returned == typeof(ValueTask) ? OfValueTask : OfNothing;
        }

        string method = IsOf(returned, typeof(Task<>)) ? nameof(OfTaskWithValue)
            : IsOf(returned, typeof(ValueTask<>)) ? nameof(OfValueTaskWithValue)
            : nameof(OfValue);
        return typeof(DelegateResult).GetMethod(method, BindingFlags.Static | BindingFlags.NonPublic)!.MakeGenericMethod(result).CreateDelegate<Finish>();
    }

    // What is waited for a second time, or piece by piece, is no value.
    [UnconditionalSuppressMessage("Trimming", "IL2070", Justification = "Only reached from methods that say they reflect.")]
    private static bool IsNoValue(Type type)
    {
        return type.GetMethod(nameof(Task.GetAwaiter), Type.EmptyTypes) is not null || IsOf(type, typeof(IAsyncEnumerable<>));
    }

    private static bool IsOf(Type type, Type definition) => type.IsGenericType && type.GetGenericTypeDefinition() == definition;

    private static ValueTask<TaskReturn> OfNothing(TaskInvocation invocation, object? returned) => default;

    private static async ValueTask<TaskReturn> OfTask(TaskInvocation invocation, object? returned)
    {
        await ((Task)returned!).ConfigureAwait(false);
        return TaskReturn.Nothing;
    }

    private static async ValueTask<TaskReturn> OfValueTask(TaskInvocation invocation, object? returned)
    {
        await ((ValueTask)returned!).ConfigureAwait(false);
        return TaskReturn.Nothing;
    }

    private static ValueTask<TaskReturn> OfValue<T>(TaskInvocation invocation, object? returned)
    {
        return new ValueTask<TaskReturn>(invocation.Return((T)returned!));
    }

    private static async ValueTask<TaskReturn> OfTaskWithValue<T>(TaskInvocation invocation, object? returned)
    {
        return invocation.Return(await ((Task<T>)returned!).ConfigureAwait(false));
    }

    private static async ValueTask<TaskReturn> OfValueTaskWithValue<T>(TaskInvocation invocation, object? returned)
    {
        return invocation.Return(await ((ValueTask<T>)returned!).ConfigureAwait(false));
    }
}
