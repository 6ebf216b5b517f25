namespace Downbeat.Generators.Tests.Binding;

/// <summary>What a task with some parameters makes of a message.</summary>
/// <param name="Parameters">The parameter list, as it is written.</param>
/// <param name="Body">The expression that is its result.</param>
/// <param name="Args">The arguments by position.</param>
/// <param name="Kwargs">The arguments by name.</param>
/// <param name="Result">The result as JSON; null when the message is refused.</param>
/// <param name="Refusal">What the refusal says.</param>
public sealed record Case(string Parameters, string Body, string Args, string Kwargs, string? Result, string? Refusal = null)
{
    /// <summary>The type of the result, when the body does not say it.</summary>
    public string Returns { get; init; } = "object?";

    public override string ToString() => $"({Parameters}) <- {Args} {Kwargs}";
}
