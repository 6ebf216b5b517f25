using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.Generators.Analyzers;

/// <summary>Where the arguments of an attribute stand in the source.</summary>
internal static class AttributePlaces
{
    /// <summary>The place of a named argument; of the whole attribute when it is not there.</summary>
    public static Location Of(AttributeData attribute, string name, CancellationToken cancellationToken)
    {
        AttributeSyntax? syntax = Syntax(attribute, cancellationToken);
        return syntax?.ArgumentList?.Arguments.FirstOrDefault(argument => argument.NameEquals?.Name.Identifier.Text == name)?.Expression.GetLocation()
            ?? syntax?.GetLocation()
            ?? Location.None;
    }

    /// <summary>The place of the first argument; of the whole attribute when there is none.</summary>
    public static Location OfFirst(AttributeData attribute, CancellationToken cancellationToken)
    {
        AttributeSyntax? syntax = Syntax(attribute, cancellationToken);
        return syntax?.ArgumentList?.Arguments.FirstOrDefault(static argument => argument.NameEquals is null)?.Expression.GetLocation()
            ?? syntax?.GetLocation()
            ?? Location.None;
    }

    private static AttributeSyntax? Syntax(AttributeData attribute, CancellationToken cancellationToken) =>
        attribute.ApplicationSyntaxReference?.GetSyntax(cancellationToken) as AttributeSyntax;
}
