using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Api.Models;

/// <summary>Which periodic tasks are meant. What is not given does not narrow.</summary>
internal sealed record PeriodicFilterModel(
    string? Search = null,
    bool? Enabled = null,
    string? Task = null,
    string? Application = null,
    string? Tag = null,
    bool? Quarantined = null)
{
    public PeriodicTaskQuery Read() => new()
    {
        Search = Search, Enabled = Enabled, Task = Task, Application = Application, Tag = Tag, Quarantined = Quarantined,
    };
}
