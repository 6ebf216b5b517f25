namespace Downbeat.Generators.Models;

/// <summary>A method that is a task.</summary>
/// <param name="TaskName">The task's name on the wire.</param>
/// <param name="Method">The method's name.</param>
/// <param name="IsStatic">Whether it needs no instance.</param>
/// <param name="Callable">What it takes and gives.</param>
internal sealed record TaskMethod(string TaskName, string Method, bool IsStatic, Callable Callable)
{
    /// <summary>The options that are set, as the assignments of an initializer.</summary>
    public EquatableArray<string> Options { get; init; }

    public EquatableArray<PeriodicModel> Periodics { get; init; }

    /// <summary>The accessibility its signature can have; null when a type in it is private.</summary>
    public string? SignatureAccess { get; init; }

    /// <summary>What its documentation says first, as XML; null when it says nothing.</summary>
    public string? Summary { get; init; }

    /// <summary>What its signature is called.</summary>
    public string SignatureName => Method.Length > 5 && Method.EndsWith("Async", StringComparison.Ordinal) ? Method[..^5] : Method;
}
