using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Downbeat.ArchitectureTests;

/// <summary>The house style, where a test can tell.</summary>
public sealed partial class ConventionTests
{
    // The program of a host; designed to be derived from: a technology derives its deliveries, a typed result is a result, schedules and signatures are closed hierarchies.
    private static readonly string[] Open =
    [
        "Program", "Downbeat.AsyncResult", "Downbeat.Brokers.Delivery", "Downbeat.DownbeatException", "Downbeat.Schedule", "Downbeat.Signature",
    ];

    private static readonly string[] BuilderNamespaces =
        ["Microsoft.Extensions.DependencyInjection", "Microsoft.Extensions.Hosting", "Microsoft.AspNetCore.Builder"];

    [Fact]
    public void Public_classes_are_sealed()
    {
        Repository.Assemblies().SelectMany(assembly => assembly.GetExportedTypes())
            .Where(type => type is { IsClass: true, IsSealed: false } && !Open.Contains(type.FullName) && !IsComponent(type))
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Log_events_have_ids_of_their_own()
    {
        var ids = Repository.Assemblies()
            .SelectMany(assembly => assembly.GetTypes())
            .SelectMany(type => type.GetMethods(BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .Select(method => (Method: method, Event: method.GetCustomAttribute<LoggerMessageAttribute>()))
            .Where(one => one.Event is not null)
            .ToLookup(one => one.Event!.EventId, one => $"{one.Method.DeclaringType!.FullName}.{one.Method.Name}");

        ids.Count.ShouldBeGreaterThan(0);
        ids.Where(id => id.Count() > 1).Select(id => $"{id.Key}: {string.Join(", ", id)}").ShouldBeEmpty();
        ids.Where(id => id.Key <= 0).Select(id => string.Join(", ", id)).ShouldBeEmpty();
    }

    [Fact]
    public void The_namespace_is_the_folder()
    {
        Repository.Files("src")
            .Where(file => !IsWhereItBelongs(file))
            .Select(Repository.Relative)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Files_are_small()
    {
        Lines("src").Where(file => file.Count > 400).Select(file => $"{file.Name}: {file.Count} lines").ShouldBeEmpty();
        Lines("test").Where(file => file.Count > 600).Select(file => $"{file.Name}: {file.Count} lines").ShouldBeEmpty();
    }

    [Fact]
    public void Half_of_the_files_have_less_than_sixty_lines()
    {
        int[] counts = [.. Lines("src").Select(file => file.Count).Order()];
        counts[counts.Length / 2].ShouldBeLessThan(60);
    }

    [Fact]
    public void Nothing_is_left_to_do()
    {
        Repository.Files("src").Concat(Repository.Files("test")).Concat(Repository.Files("bench")).Concat(Repository.Files("samples"))
            .Where(file => Unfinished().IsMatch(File.ReadAllText(file)) && !file.EndsWith("ConventionTests.cs", StringComparison.Ordinal))
            .Select(Repository.Relative)
            .ShouldBeEmpty();
    }

    [Fact]
    public void Seams_have_eight_members_at_the_most()
    {
        string[] rooms = ["Downbeat.Accounts", "Downbeat.Brokers", "Downbeat.ResultBackends", "Downbeat.ScheduleStores", "Downbeat.Retention", "Downbeat.Control",
            "Downbeat.Hosting"];

        typeof(Downbeat.Brokers.IBroker).Assembly.GetExportedTypes()
            .Where(type => type.IsInterface && rooms.Contains(type.Namespace))
            .Where(type => type.GetMembers().Count(member => member is not MethodInfo { IsSpecialName: true }) > 8)
            .Select(type => type.FullName)
            .ShouldBeEmpty();
    }

    // The compiler makes every component public and leaves it open; nobody is meant to use them.
    private static bool IsComponent(Type type) => type.GetInterface("Microsoft.AspNetCore.Components.IComponent") is not null || type.Name == "_Imports";

    private static IEnumerable<(string Name, int Count)> Lines(string folder)
    {
        return Repository.Files(folder).Select(file => (Repository.Relative(file), File.ReadLines(file).Count()));
    }

    // The generator's project compiles the kernel's parsers for an older framework; what that lacks must have the names the parsers know.
    private static bool StandsInForOthers(string folder) => folder is "Downbeat.Generators.Polyfills" or "Downbeat.Generators.Schedules";

    private static bool IsWhereItBelongs(string file)
    {
        Match match = Namespace().Match(File.ReadAllText(file));
        if (!match.Success)
        {
            return true;
        }

        string expected = Repository.Relative(Path.GetDirectoryName(file)!)["src/".Length..].Replace('/', '.');
        string actual = match.Groups["name"].Value;
        bool isUserType = actual == "Downbeat" && expected.StartsWith("Downbeat.", StringComparison.Ordinal);
        return actual == expected || isUserType || BuilderNamespaces.Contains(actual) || StandsInForOthers(expected);
    }

    [GeneratedRegex(@"^namespace (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"\b(TODO|FIXME|HACK|XXX)\b|NotImplementedException", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Unfinished();
}
