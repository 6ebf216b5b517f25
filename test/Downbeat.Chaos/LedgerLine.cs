using System.Globalization;

namespace Downbeat.Chaos;

/// <summary>A line of a ledger.</summary>
/// <param name="What"><c>sending</c>, <c>sent</c>, <c>run</c> or <c>done</c>.</param>
/// <param name="Task">The task's name.</param>
/// <param name="TaskId">The task's id.</param>
/// <param name="Attempt">Which attempt; of a task that is sent how many it needs.</param>
/// <param name="Process">The process that wrote it.</param>
internal sealed record LedgerLine(string What, string Task, string TaskId, int Attempt, int Process)
{
    /// <summary>Everything all processes have written so far.</summary>
    public static List<LedgerLine> ReadAll(string folder)
    {
        var lines = new List<LedgerLine>();
        foreach (string file in Directory.EnumerateFiles(folder, "*.ledger"))
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var reader = new StreamReader(stream);
            lines.AddRange(reader.ReadToEnd().Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(Parse));
        }

        return lines;
    }

    private static LedgerLine Parse(string line)
    {
        string[] parts = line.Split('\t');
        parts.Length.ShouldBe(5, $"'{line}' was written with one write");
        return new LedgerLine(
            parts[0], parts[1], parts[2], int.Parse(parts[3], CultureInfo.InvariantCulture), int.Parse(parts[4], CultureInfo.InvariantCulture));
    }
}
