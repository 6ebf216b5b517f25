using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.ArchitectureTests;

/// <summary>Lists what a project shows to others: every public type and member, as its source declares it.</summary>
internal static class PublicApi
{
    public static string Of(string project)
    {
        var types = new SortedDictionary<string, SortedSet<string>>(StringComparer.Ordinal);
        foreach (string file in Repository.Files($"src/{project}"))
        {
            SyntaxNode root = CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot();
            foreach (BaseTypeDeclarationSyntax type in root.DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Where(IsVisible))
            {
                string header = Header(type);
                types.TryAdd(header, new SortedSet<string>(StringComparer.Ordinal));
                types[header].UnionWith(Members(type));
            }

            foreach (DelegateDeclarationSyntax type in root.DescendantNodes().OfType<DelegateDeclarationSyntax>().Where(IsVisible))
            {
                types.TryAdd($"{Space(type)}: {Text(type.WithAttributeLists([]))}", []);
            }
        }

        var text = new StringBuilder();
        foreach ((string header, SortedSet<string> members) in types)
        {
            text.Append(header).Append('\n');
            foreach (string member in members)
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static bool IsVisible(MemberDeclarationSyntax member)
    {
        return member.Modifiers.Any(SyntaxKind.PublicKeyword)
            && member.Ancestors().OfType<BaseTypeDeclarationSyntax>().All(outer => outer.Modifiers.Any(SyntaxKind.PublicKeyword));
    }

    private static string Header(BaseTypeDeclarationSyntax type)
    {
        string outer = string.Concat(type.Ancestors().OfType<BaseTypeDeclarationSyntax>().Reverse().Select(one => one.Identifier.Text + "."));
        string keyword = type switch
        {
            RecordDeclarationSyntax record => $"record {record.ClassOrStructKeyword.Text}".Trim(),
            TypeDeclarationSyntax declaration => declaration.Keyword.Text,
            _ => "enum",
        };
        var declared = type as TypeDeclarationSyntax;
        string modifiers = string.Join(' ', type.Modifiers.Select(modifier => modifier.Text).Where(word => word is not ("public" or "partial")));
        string constraints = declared is null ? "" : string.Concat(declared.ConstraintClauses.Select(clause => " " + Text(clause)));
        return $"{Space(type)}: {modifiers} {keyword} {outer}{type.Identifier.Text}{declared?.TypeParameterList}{Parameters(declared)}{Bases(type)}{constraints}"
            .Replace(":  ", ": ", StringComparison.Ordinal);
    }

    private static string Parameters(TypeDeclarationSyntax? type) => type?.ParameterList is { } list ? Text(list) : "";

    private static string Bases(BaseTypeDeclarationSyntax type) => type.BaseList is { } bases ? " " + Text(bases) : "";

    private static IEnumerable<string> Members(BaseTypeDeclarationSyntax type)
    {
        return type switch
        {
            EnumDeclarationSyntax values => values.Members.Select((value, index) => $"{value.Identifier.Text} = {value.EqualsValue?.Value.ToString() ?? $"{index}"}"),
            InterfaceDeclarationSyntax seam => seam.Members.Select(Signature),
            TypeDeclarationSyntax declaration => declaration.Members
                .Where(member => member is not BaseTypeDeclarationSyntax
                    && (member.Modifiers.Any(SyntaxKind.PublicKeyword) || (member.Modifiers.Any(SyntaxKind.ProtectedKeyword) && !member.Modifiers.Any(SyntaxKind.PrivateKeyword))))
                .Select(Signature),
            _ => [],
        };
    }

    private static string Signature(MemberDeclarationSyntax member)
    {
        MemberDeclarationSyntax bare = member.WithAttributeLists([]) switch
        {
            MethodDeclarationSyntax method => method.WithBody(null).WithExpressionBody(null),
            ConstructorDeclarationSyntax constructor => constructor.WithBody(null).WithExpressionBody(null).WithInitializer(null),
            OperatorDeclarationSyntax operation => operation.WithBody(null).WithExpressionBody(null),
            PropertyDeclarationSyntax property => property.WithInitializer(null).WithExpressionBody(null).WithAccessorList(Accessors(property)),
            var other => other,
        };
        return Text(bare).TrimEnd(';', ' ');
    }

    private static AccessorListSyntax Accessors(PropertyDeclarationSyntax property)
    {
        IEnumerable<AccessorDeclarationSyntax> accessors = property.AccessorList?.Accessors.Where(one => one.Modifiers.Count == 0)
            ?? [SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration)];
        return SyntaxFactory.AccessorList(SyntaxFactory.List(accessors.Select(one => SyntaxFactory.AccessorDeclaration(one.Kind())
            .WithSemicolonToken(SyntaxFactory.Token(SyntaxKind.SemicolonToken)))));
    }

    private static string Space(SyntaxNode node) => node.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().First().Name.ToString();

    private static string Text(SyntaxNode node) => node.WithoutTrivia().NormalizeWhitespace(indentation: "", eol: " ").ToFullString().Trim();
}
