using System.Reflection;
using Downbeat.Brokers;
using Downbeat.Hosting;

namespace Downbeat.ComplianceTests;

/// <summary>Finds seams that are implemented but not tested.</summary>
public static class Coverage
{
    private static readonly string[] Rooms =
        ["Downbeat.Accounts", "Downbeat.Brokers", "Downbeat.ResultBackends", "Downbeat.ScheduleStores", "Downbeat.Retention", "Downbeat.Control"];

    /// <summary>The interfaces that technologies implement.</summary>
    public static IReadOnlyList<Type> Seams { get; } =
    [
        .. typeof(IBroker).Assembly.GetExportedTypes().Where(type => type.IsInterface && Rooms.Contains(type.Namespace)),
        typeof(ISchema),
    ];

    /// <summary>The suites there are.</summary>
    public static IReadOnlyList<Type> Suites { get; } =
        [.. typeof(Coverage).Assembly.GetExportedTypes().Where(type => type.IsAbstract && type.GetCustomAttributes<SuiteOfAttribute>().Any())];

    /// <summary>What is missing.</summary>
    /// <param name="implementations">The types of a technology.</param>
    /// <param name="tests">The types of its test project.</param>
    /// <param name="suites">The suites that count.</param>
    /// <param name="exemptions">Seams that need no suite, and why not.</param>
    /// <returns>A sentence for each suite that is missing, each seam that no suite is of, and each exemption without a use.</returns>
    public static IReadOnlyList<string> FindGaps(
        IReadOnlyCollection<Type> implementations,
        IReadOnlyCollection<Type> tests,
        IReadOnlyCollection<Type> suites,
        IReadOnlyDictionary<Type, string> exemptions)
    {
        var gaps = new List<string>();
        Type[] implemented = [.. Seams.Where(seam => implementations.Any(type => type is { IsClass: true, IsAbstract: false } && seam.IsAssignableFrom(type)))];
        foreach (Type seam in implemented.Except(exemptions.Keys))
        {
            Type[] wanted = [.. suites.Where(suite => suite.GetCustomAttributes<SuiteOfAttribute>().Any(one => one.Seam == seam))];
            gaps.AddRange(wanted.Length == 0 ? [$"no suite is of {seam.Name}"] : wanted.Where(suite => !HasSubclass(suite, tests)).Select(suite => $"{suite.Name} has no subclass, but {seam.Name} is implemented"));
        }

        gaps.AddRange(exemptions.Keys.Except(implemented).Select(seam => $"{seam.Name} is exempt, but not implemented"));
        gaps.AddRange(exemptions.Where(exemption => string.IsNullOrWhiteSpace(exemption.Value)).Select(exemption => $"{exemption.Key.Name} is exempt without a reason"));
        return gaps;
    }

    private static bool HasSubclass(Type suite, IReadOnlyCollection<Type> tests)
    {
        return tests.Any(test => test is { IsClass: true, IsAbstract: false, IsPublic: true } && test.IsSubclassOf(suite));
    }
}
