using Downbeat.AspNetCore.Operations.Periodic;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Something to be done with many periodic tasks: with these ids, or with all that match the filter.</summary>
/// <param name="Action">enable, disable, run, delete, add_tag, remove_tag or set_queue.</param>
/// <param name="Ids">With these.</param>
/// <param name="Filter">With all that match.</param>
/// <param name="Value">The reason, the tag or the queue.</param>
/// <param name="Expected">How many there were when it was confirmed; if there are others now, nothing is done.</param>
internal sealed record BulkModel(
    string Action, IReadOnlyList<Guid>? Ids = null, PeriodicFilterModel? Filter = null, string? Value = null, int? Expected = null)
{
    private static readonly string[] Words = ["enable", "disable", "run", "delete", "add_tag", "remove_tag", "set_queue"];

    public BulkRequest Read()
    {
        int action = Array.IndexOf(Words, Action);
        if (action < 0)
        {
            throw new InvalidValueException("action", Action, string.Join(", ", Words));
        }

        return (Ids is null) != (Filter is null)
            ? new BulkRequest((BulkAction)action) { Ids = Ids, Query = Filter?.Read() ?? new PeriodicTaskQuery(), Value = Value, Expected = Expected }
            : throw new InvalidValueException("ids", Ids?.Count, "either ids or a filter");
    }
}
