namespace Downbeat.ScheduleStores;

/// <summary>A periodic task and what came of it.</summary>
/// <param name="Row">The row as the store holds it.</param>
/// <param name="Task">What it says; null when the row does not parse.</param>
/// <param name="Refusal">Why the row does not parse; null when it does.</param>
public sealed record PeriodicTaskEntry(PeriodicTaskRow Row, PeriodicTask? Task, InvalidValueException? Refusal)
{
    /// <summary>Identifies it for good.</summary>
    public Guid Id => Row.Id;

    /// <summary>Its name.</summary>
    public string Name => Row.Name;

    /// <summary>Reads a row.</summary>
    /// <param name="row">The row.</param>
    public static PeriodicTaskEntry Of(PeriodicTaskRow row)
    {
        try
        {
            return new PeriodicTaskEntry(row, PeriodicTaskCodec.Read(row), null);
        }
        catch (InvalidValueException refusal)
        {
            return new PeriodicTaskEntry(row, null, refusal);
        }
    }
}
