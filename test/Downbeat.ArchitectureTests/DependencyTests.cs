using System.Reflection;

namespace Downbeat.ArchitectureTests;

/// <summary>Who may know whom, by the assemblies a project refers to.</summary>
public sealed class DependencyTests
{
    private static readonly string[] Technologies = ["Downbeat.Sqlite", "Downbeat.PostgreSql", "Downbeat.Redis", "Downbeat.RabbitMq"];
    private static readonly string[] Composers = ["Downbeat.App", "Downbeat.Cli", "Downbeat.Testing"];

    [Fact]
    public void The_kernel_refers_to_the_class_library_to_abstractions_and_to_NodaTime_only()
    {
        Foreign("Downbeat").Where(name => name != "NodaTime" && name != "Microsoft.Extensions.Options"
            && !(name.StartsWith("Microsoft.Extensions.", StringComparison.Ordinal) && name.EndsWith(".Abstractions", StringComparison.Ordinal)))
            .ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Downbeat.Worker")]
    [InlineData("Downbeat.Beat")]
    public void Worker_and_beat_refer_to_the_kernel_and_never_to_each_other(string project)
    {
        Ours(project).ShouldBe(["Downbeat"]);
    }

    [Fact]
    public void A_technology_refers_to_the_kernel_and_its_driver_only()
    {
        foreach (string technology in Technologies.Intersect(Repository.SourceProjects))
        {
            Ours(technology).Except(["Downbeat", "Downbeat.Relational"]).ShouldBeEmpty(technology);
        }
    }

    [Theory]
    [InlineData("Downbeat.AspNetCore")]
    [InlineData("Downbeat.Admin")]
    public void The_web_never_refers_to_a_technology(string project)
    {
        if (Repository.SourceProjects.Contains(project))
        {
            Ours(project).Intersect(Technologies).ShouldBeEmpty();
        }
    }

    [Fact]
    public void Only_hosts_compose()
    {
        foreach (string project in Repository.SourceProjects.Except(Composers).Except(["Downbeat.Generators"]))
        {
            string[] others = [.. Ours(project).Where(name => name is not ("Downbeat" or "Downbeat.Relational" or "Downbeat.AspNetCore"))];
            others.ShouldBeEmpty($"{project} composes");
        }
    }

    [Fact]
    public void The_site_refers_to_the_kernel_and_to_what_the_API_does()
    {
        Ours("Downbeat.Admin").ShouldBe(["Downbeat", "Downbeat.AspNetCore"]);
    }

    [Fact]
    public void The_site_shows_its_extensions_only()
    {
        Assembly.Load(new AssemblyName("Downbeat.Admin")).GetExportedTypes()
            .Where(type => type.GetInterface("Microsoft.AspNetCore.Components.IComponent") is null && type.Name != "_Imports")
            .Select(type => type.FullName)
            .ShouldBe(
                ["Microsoft.AspNetCore.Builder.DownbeatAdminEndpointExtensions", "Microsoft.Extensions.DependencyInjection.DownbeatAdminServiceCollectionExtensions"],
                ignoreOrder: true);
    }

    private static IEnumerable<string> Ours(string project)
    {
        return References(project).Where(name => name == "Downbeat" || name.StartsWith("Downbeat.", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    private static IEnumerable<string> Foreign(string project)
    {
        return References(project).Where(name => !name.StartsWith("System.", StringComparison.Ordinal) && name is not ("System" or "netstandard" or "mscorlib"));
    }

    private static IEnumerable<string> References(string project)
    {
        return Assembly.Load(new AssemblyName(project)).GetReferencedAssemblies().Select(reference => reference.Name!);
    }
}
