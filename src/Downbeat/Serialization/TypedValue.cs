namespace Downbeat.Serialization;

/// <summary>An argument that is written as the type of its parameter where the value's own type would say less, or something else.</summary>
/// <remarks>
/// A base class writes which of its derived classes it holds, and a list is written as the kind of list that a <c>JsonSerializerContext</c> names.
/// </remarks>
/// <param name="Value">The value; of that type, or null.</param>
/// <param name="Type">The type that says how it is written.</param>
public sealed record TypedValue(object? Value, Type Type);
