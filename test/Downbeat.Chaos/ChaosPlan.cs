using System.Globalization;

namespace Downbeat.Chaos;

/// <summary>
/// Who is struck when: all of it follows from the seed. <c>DOWNBEAT_CHAOS_SEED</c> repeats a plan, <c>DOWNBEAT_CHAOS_KILLS</c> makes it longer.
/// </summary>
internal sealed class ChaosPlan
{
    private const int DefaultKills = 20;
    private static readonly Victim[] All = Enum.GetValues<Victim>();

    private ChaosPlan(int seed, int kills, Func<Random, Victim> draw)
    {
        Seed = seed;
        var random = new Random(seed);
        Blows = [.. Enumerable.Range(0, kills).Select(_ => new Blow(TimeSpan.FromMilliseconds(random.Next(20, 700)), draw(random), random.Next()))];
    }

    public int Seed { get; }

    public IReadOnlyList<Blow> Blows { get; }

    /// <summary>A plan for processes that share files: they are killed.</summary>
    public static ChaosPlan OfProcesses() => Create(DrawProcess);

    /// <summary>A plan for processes that share a server: they, the server and the network between them are struck, each as often as the others.</summary>
    public static ChaosPlan OfServer() => Create(static random => All[random.Next(All.Length)]);

    private static ChaosPlan Create(Func<Random, Victim> draw)
    {
        return new ChaosPlan(Read("DOWNBEAT_CHAOS_SEED") ?? Random.Shared.Next(), Read("DOWNBEAT_CHAOS_KILLS") ?? DefaultKills, draw);
    }

    private static Victim DrawProcess(Random random) => random.Next(10) switch
    {
        < 5 => Victim.Worker,
        < 8 => Victim.Beat,
        8 => Victim.Everybody,
        _ => Victim.Worker,
    };

    private static int? Read(string variable)
    {
        return Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
    }
}
