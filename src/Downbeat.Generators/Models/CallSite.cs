namespace Downbeat.Generators.Models;

/// <summary>A call of <c>AddTask</c> that is replaced.</summary>
/// <param name="Location">Where it is: the attribute that says so to the compiler.</param>
/// <param name="DeclaredBy">Where it is, for messages.</param>
/// <param name="Callable">What its lambda or method takes and gives.</param>
internal sealed record CallSite(string Location, string DeclaredBy, Callable Callable)
{
    /// <summary>The type of its delegate as generated code writes it; null when it has no name.</summary>
    public string? HandlerType { get; init; }
}
