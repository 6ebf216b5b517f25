namespace Downbeat.Generators.Models;

/// <summary>A class that declares tasks.</summary>
/// <param name="Namespace">Its namespace; null for the global one.</param>
/// <param name="Headers">How it and the types around it are declared, from the outside in: <c>partial class Reports</c>.</param>
/// <param name="QualifiedName">Its name as generated code writes it.</param>
/// <param name="Name">Its name as people write it, with those of the types around it.</param>
/// <param name="IsStatic">Whether it is static: then it cannot implement an interface.</param>
/// <param name="IsReachable">Whether the whole assembly can see it.</param>
internal sealed record TaskClass(
    string? Namespace, EquatableArray<string> Headers, string QualifiedName, string Name, bool IsStatic, bool IsReachable)
{
    /// <summary>The parameters of its constructor, for methods that need an instance.</summary>
    public EquatableArray<Parameter> Constructor { get; init; }

    public Disposal Disposal { get; init; }

    public string FullName => Namespace is null ? Name : $"{Namespace}.{Name}";
}
