namespace Downbeat.Schedules.Crontabs;

/// <summary>Says a set of values in English: three or more in a row as <c>a to b</c>, across the end of the cycle too.</summary>
internal static class ValueList
{
    internal static string Of(int[] values, int least, int most, Func<int, string> name)
        => Join([.. Runs(values, least, most).SelectMany(run => Words(run, name))]);

    internal static string Join(string[] items)
        => items.Length == 1 ? items[0] : $"{string.Join(", ", items[..^1])} and {items[^1]}";

    /// <summary>The stretches of neighbouring values, ascending; one that goes on from the most to the least comes last.</summary>
    internal static List<(int From, int To)> Runs(int[] values, int least, int most)
    {
        List<(int From, int To)> runs = [];
        foreach (int value in values)
        {
            if (runs.Count > 0 && runs[^1].To == value - 1)
            {
                runs[^1] = (runs[^1].From, value);
            }
            else
            {
                runs.Add((value, value));
            }
        }

        // Two values are no stretch: 59 and 0 are told as they stand.
        bool goesOn = runs.Count > 1 && runs[0].From == least && runs[^1].To == most;
        if (goesOn && (runs[0].To > runs[0].From || runs[^1].To > runs[^1].From))
        {
            runs[^1] = (runs[^1].From, runs[0].To);
            runs.RemoveAt(0);
        }

        return runs;
    }

    private static string[] Words((int From, int To) run, Func<int, string> name)
        => (run.To - run.From) switch
        {
            0 => [name(run.From)],
            1 => [name(run.From), name(run.To)],
            _ => [$"{name(run.From)} to {name(run.To)}"],
        };
}
