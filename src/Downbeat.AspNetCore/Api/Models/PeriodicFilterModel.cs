using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Which periodic tasks are meant. What is not given does not narrow.</summary>
internal sealed record PeriodicFilterModel(
    string? Search = null,
    bool? Enabled = null,
    string? Task = null,
    string? Application = null,
    string? Tag = null,
    bool? Quarantined = null,
    string? Kind = null,
    string? Queue = null,
    string? Origin = null,
    string? LastOutcome = null)
{
    public PeriodicTaskQuery Read() => new()
    {
        Search = Search,
        Enabled = Enabled,
        Task = Task,
        Application = Application,
        Tag = Tag,
        Quarantined = Quarantined,
        Kind = Kind is null ? null : Downbeat.Schedules.ScheduleNames.ParseKind(Kind),
        Queue = Queue,
        Origin = Origin,
        Outcome = LastOutcome,
    };
}
