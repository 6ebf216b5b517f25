using System.Globalization;
using System.Text.Json.Nodes;

namespace Downbeat.Load.Measuring;

/// <summary>Collects figures, and prints them as lines or as one JSON object.</summary>
internal sealed class Report(Options options)
{
    private readonly JsonArray _rows = [];
    private readonly JsonObject _summary = [];

    /// <summary>A line of figures.</summary>
    public void Row(string name, params (string Name, double Value)[] figures)
    {
        var row = new JsonObject { ["name"] = name };
        foreach ((string figure, double value) in figures)
        {
            row[figure] = Round(value);
        }

        _rows.Add(row);
        if (!options.Json)
        {
            Console.WriteLine($"{name,-44} {string.Join("   ", figures.Select(one => $"{one.Name} {Text(one.Value)}"))}");
        }
    }

    /// <summary>A figure that says how it all came out, beside what was aimed at.</summary>
    public void Verdict(string name, double value, string unit, string target)
    {
        _summary[name] = new JsonObject { ["value"] = Round(value), ["unit"] = unit, ["target"] = target };
        if (!options.Json)
        {
            Console.WriteLine($"=> {name}: {Text(value)} {unit} (target {target})");
        }
    }

    public void Print()
    {
        if (options.Json)
        {
            Console.WriteLine(new JsonObject
            {
                ["scenario"] = options.Scenario, ["cores"] = Environment.ProcessorCount, ["rows"] = _rows, ["summary"] = _summary,
            }.ToJsonString());
        }
    }

    public static double Median(IEnumerable<double> values)
    {
        double[] sorted = [.. values.Order()];
        return sorted.Length % 2 == 1 ? sorted[sorted.Length / 2] : (sorted[(sorted.Length / 2) - 1] + sorted[sorted.Length / 2]) / 2;
    }

    private static double Round(double value) => Math.Round(value, Math.Abs(value) >= 100 ? 0 : 3);

    private static string Text(double value)
    {
        return value.ToString(Math.Abs(value) >= 100 ? "N0" : Math.Abs(value) >= 10 ? "N1" : "N3", CultureInfo.InvariantCulture);
    }
}
