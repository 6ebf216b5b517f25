using System.Reflection;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Downbeat.ArchitectureTests;

/// <summary>Which folder each type of a project stands in: its room, whatever its namespace.</summary>
internal sealed class Rooms
{
    private readonly Dictionary<string, string> _rooms = new(StringComparer.Ordinal);
    private readonly Assembly _assembly;

    public Rooms(string project)
    {
        _assembly = Assembly.Load(new AssemblyName(project));
        string root = Path.Combine(Repository.Root, "src", project);
        foreach (string file in Repository.Files($"src/{project}"))
        {
            string room = Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar) is { Length: > 1 } parts ? parts[0] : "";
            foreach (BaseTypeDeclarationSyntax type in Declarations(file).OfType<BaseTypeDeclarationSyntax>())
            {
                _rooms.TryAdd(Name(type), room);
            }
        }
    }

    /// <summary>Every use of one room by another: the type that uses and the type that is used.</summary>
    public IEnumerable<(string From, string To, Type User, Type Used)> Uses()
    {
        foreach (Type type in _assembly.GetTypes())
        {
            foreach (Type used in References.Of(type).Where(used => used.Assembly == _assembly))
            {
                if (Of(type) is { } from && Of(used) is { } to && from != to)
                {
                    yield return (from, to, type, used);
                }
            }
        }
    }

    public IEnumerable<Type> In(string room) => _assembly.GetTypes().Where(type => Of(type) == room);

    private string? Of(Type type)
    {
        while (type.DeclaringType is { } outer)
        {
            type = outer;
        }

        return _rooms.GetValueOrDefault($"{type.Namespace}.{type.Name}");
    }

    private static string Name(BaseTypeDeclarationSyntax type)
    {
        string space = type.Ancestors().OfType<BaseNamespaceDeclarationSyntax>().FirstOrDefault()?.Name.ToString() ?? "";
        int arity = (type as TypeDeclarationSyntax)?.TypeParameterList?.Parameters.Count ?? 0;
        return $"{space}.{type.Identifier.Text}{(arity == 0 ? "" : $"`{arity}")}";
    }

    private static IEnumerable<Microsoft.CodeAnalysis.SyntaxNode> Declarations(string file)
    {
        return CSharpSyntaxTree.ParseText(File.ReadAllText(file)).GetRoot().DescendantNodes();
    }
}
