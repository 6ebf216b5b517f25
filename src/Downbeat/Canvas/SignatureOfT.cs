namespace Downbeat;

/// <summary>A call of a task whose result has a known type.</summary>
/// <typeparam name="TResult">The result's type.</typeparam>
public sealed record Signature<TResult> : Signature
{
    internal Signature(string task, IReadOnlyList<object?> args, IReadOnlyDictionary<string, object?> kwargs)
        : base(task, args, kwargs)
    {
    }
}
