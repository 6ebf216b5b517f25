using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace Downbeat.Generators.Reading;

/// <summary>What is set on an attribute, by name.</summary>
internal static class AttributeValues
{
    public static T? Get<T>(this AttributeData attribute, string name)
    {
        return attribute.Named(name) is { Kind: not TypedConstantKind.Array, Value: T value } ? value : default;
    }

    public static ImmutableArray<TypedConstant> GetAll(this AttributeData attribute, string name)
    {
        return attribute.Named(name) is { Kind: TypedConstantKind.Array, IsNull: false } array ? array.Values : [];
    }

    public static TypedConstant? Named(this AttributeData attribute, string name)
    {
        foreach (KeyValuePair<string, TypedConstant> argument in attribute.NamedArguments)
        {
            if (argument.Key == name)
            {
                return argument.Value;
            }
        }

        return null;
    }

    /// <summary>The text that is the attribute's only constructor argument.</summary>
    public static string? Text(this AttributeData attribute) =>
        attribute.ConstructorArguments is [{ Value: string text }] ? text : null;
}
