namespace Downbeat.Tests.Schedules;

/// <summary>
/// How much of the large tests is run: everything, unless DOWNBEAT_TEST_SAMPLE says every n-th. Mutation runs set it, because they run
/// the tests a thousand times; nothing else does.
/// </summary>
internal static class Sample
{
    internal static int Step { get; } = int.Parse(Environment.GetEnvironmentVariable("DOWNBEAT_TEST_SAMPLE") ?? "1");

    internal static IEnumerable<T> EveryNth<T>(this IEnumerable<T> all) => all.EveryNth(Step);

    internal static IEnumerable<T> EveryNth<T>(this IEnumerable<T> all, int step) => all.Where((_, index) => index % step == 0);
}
