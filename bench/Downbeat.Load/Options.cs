using System.Globalization;

namespace Downbeat.Load;

/// <summary>What the command line says.</summary>
internal sealed class Options
{
    public required string Scenario { get; init; }

    public int? Tasks { get; private set; }

    public int Pairs { get; private set; } = 3;

    public string? Folder { get; private set; }

    /// <summary>A PostgreSQL database; without one the loads run on SQLite.</summary>
    public string? Url { get; private set; }

    public bool Json { get; private set; }

    public static Options Parse(string[] args)
    {
        var options = new Options { Scenario = args[0] };
        for (int i = 1; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--json":
                    options.Json = true;
                    break;
                case "--tasks":
                    options.Tasks = Whole(args, ref i);
                    break;
                case "--pairs":
                    options.Pairs = Whole(args, ref i);
                    break;
                case "--folder" when i + 1 < args.Length:
                    options.Folder = args[++i];
                    break;
                case "--url" when i + 1 < args.Length:
                    options.Url = args[++i];
                    break;
                default:
                    throw new InvalidValueException("argument", args[i], "--tasks N, --pairs N, --folder F, --url U, --json");
            }
        }

        return options;
    }

    private static int Whole(string[] args, ref int i)
    {
        string name = args[i];
        string? text = i + 1 < args.Length ? args[++i] : null;
        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int value) && value > 0
            ? value
            : throw new InvalidValueException(name, text, "a whole number above 0");
    }
}
