using System.Globalization;

namespace Downbeat.Benchmarks.Beat;

/// <summary>How much, how often and how long.</summary>
/// <param name="Tasks">How many periodic tasks the store holds.</param>
/// <param name="Rate">How many fires a second the lateness is measured at.</param>
/// <param name="Seconds">How long each of the two sustained loads lasts.</param>
/// <param name="Folder">Where the files are written; its disk is measured too.</param>
/// <param name="Url">A PostgreSQL database; a SQLite file when null.</param>
/// <param name="Only">The one part that is measured; all of them when null.</param>
internal sealed record BeatLoadOptions(int Tasks, int Rate, int Seconds, string Folder, string? Url, string? Only)
{
    public static readonly string[] Parts = ["start", "raw", "burst", "sustained", "spread"];

    public static readonly string[] PostgresParts = ["start", "burst", "spread", "two", "edit"];

    public bool Has(string part) => Only is null || Only == part;

    public static BeatLoadOptions? Parse(ReadOnlySpan<string> args)
    {
        var options = new BeatLoadOptions(Tasks: 100_000, Rate: 500, Seconds: 30, Folder: Path.GetTempPath(), Url: null, Only: null);
        for (; args.Length >= 2; args = args[2..])
        {
            string value = args[1];
            _ = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            options = args[0] switch
            {
                "--tasks" when number >= 1_000 => options with { Tasks = number },
                "--rate" when number > 0 => options with { Rate = number },
                "--seconds" when number >= 5 => options with { Seconds = number },
                "--folder" when Directory.Exists(value) => options with { Folder = value },
                "--url" => options with { Url = value },
                "--only" when Parts.Contains(value) || PostgresParts.Contains(value) => options with { Only = value },
                _ => null!,
            };
            if (options is null)
            {
                return null;
            }
        }

        return args.IsEmpty ? options : null;
    }
}
