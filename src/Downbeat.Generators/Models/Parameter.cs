namespace Downbeat.Generators.Models;

/// <summary>A parameter of a task or of a constructor.</summary>
/// <param name="Name">Its name, as it stands in the message.</param>
/// <param name="Source">Where its value comes from.</param>
/// <param name="Type">Its type as generated code writes it, with its question mark.</param>
/// <param name="BareType">Its type without the question mark of a reference type.</param>
/// <param name="Words">Its type as people write it.</param>
internal sealed record Parameter(string Name, ParameterSource Source, string Type, string BareType, string Words)
{
    /// <summary>Its default as generated code writes it; null when it has none.</summary>
    public string? Default { get; init; }

    /// <summary>Its default as JSON; null when it has none.</summary>
    public string? DefaultJson { get; init; }

    /// <summary>The key of a keyed service as generated code writes it.</summary>
    public string? Key { get; init; }

    /// <summary>Whether a service may be missing.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether null is refused when it comes from the message.</summary>
    public bool RefusesNull { get; init; }

    /// <summary>Whether values may be of a type that derives from the parameter's, so that they must be written as the parameter's.</summary>
    public bool IsOpen { get; init; }

    /// <summary>Its type without any question marks of reference types, which make no overload different.</summary>
    public string ErasedType { get; init; } = "";

    /// <summary>What its documentation says, as XML.</summary>
    public string? Documentation { get; init; }
}
