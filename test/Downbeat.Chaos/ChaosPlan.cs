using System.Globalization;

namespace Downbeat.Chaos;

/// <summary>
/// Who is killed when: all of it follows from the seed. <c>DOWNBEAT_CHAOS_SEED</c> repeats a plan, <c>DOWNBEAT_CHAOS_KILLS</c> makes it longer.
/// </summary>
internal sealed class ChaosPlan
{
    private const int DefaultKills = 20;

    private ChaosPlan(int seed, int kills)
    {
        Seed = seed;
        var random = new Random(seed);
        Blows = [.. Enumerable.Range(0, kills).Select(_ => new Blow(TimeSpan.FromMilliseconds(random.Next(20, 700)), Draw(random), random.Next()))];
    }

    public int Seed { get; }

    public IReadOnlyList<Blow> Blows { get; }

    public static ChaosPlan Create()
    {
        return new ChaosPlan(Read("DOWNBEAT_CHAOS_SEED") ?? Random.Shared.Next(), Read("DOWNBEAT_CHAOS_KILLS") ?? DefaultKills);
    }

    private static Victim Draw(Random random) => random.Next(10) switch
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
