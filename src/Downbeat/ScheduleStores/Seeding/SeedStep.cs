namespace Downbeat.ScheduleStores.Seeding;

/// <summary>One write that brings the store in line with a declaration: a new row or an edit of one.</summary>
/// <param name="Name">The periodic task's name.</param>
/// <param name="Action">What is done, for the log.</param>
internal sealed record SeedStep(string Name, string Action)
{
    /// <summary>The row to add; null when one is edited.</summary>
    public PeriodicTaskRow? Add { get; init; }

    /// <summary>The edit; null when a row is added.</summary>
    public PeriodicTaskEdit? Edit { get; init; }
}
