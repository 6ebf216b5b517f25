using Downbeat.Admin.Site;
using Downbeat.Paging;
using Downbeat.Schedules;
using Downbeat.ScheduleStores;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Pages.Periodic;

/// <summary>What the list of periodic tasks shows, as it stands in the address.</summary>
internal sealed record ListQuery
{
    public const int PageSize = 50;
    private static readonly string[] States = ["enabled", "disabled", "quarantined"];

    public string? Search { get; init; }

    public string? State { get; init; }

    public string? Kind { get; init; }

    public string? Task { get; init; }

    public string? Queue { get; init; }

    public string? Tag { get; init; }

    public string? Outcome { get; init; }

    public string? Origin { get; init; }

    public string? Sort { get; init; }

    public string? After { get; init; }

    public bool IsNarrowed => (Search ?? State ?? Kind ?? Task ?? Queue ?? Tag ?? Outcome ?? Origin) is not null || Sort is not null;

    public static ListQuery Of(Func<string, string?> read) => new()
    {
        Search = Text(read("q")),
        State = States.FirstOrDefault(state => state == read("state")),
        Kind = Enum.GetValues<ScheduleKind>().Select(kind => kind.ToText()).FirstOrDefault(kind => kind == read("kind")),
        Task = Text(read("task")),
        Queue = Text(read("queue")),
        Tag = Text(read("tag")),
        Outcome = Text(read("outcome")),
        Origin = Text(read("origin")),
        Sort = read("sort") == "next" ? "next" : null,
        After = Text(read("after")),
    };

    public static ListQuery Of(IQueryCollection query) => Of(name => query[name]);

    public PeriodicTaskQuery ToKernel(int take = PageSize) => new()
    {
        Search = Search,
        Enabled = State switch { "enabled" => true, "disabled" => false, _ => null },
        Quarantined = State == "quarantined" ? true : null,
        Kind = Kind is null ? null : ScheduleNames.ParseKind(Kind),
        Task = Task,
        Queue = Queue,
        Tag = Tag,
        Outcome = Outcome,
        Origin = Origin,
        Order = Sort == "next" ? PeriodicTaskOrder.NextRun : PeriodicTaskOrder.Name,
        Page = new PageRequest { Take = take, After = After },
    };

    /// <summary>All of it as fields of a form or an address, the place in the list left out.</summary>
    public (string Name, string? Value)[] Fields =>
    [
        ("q", Search), ("state", State), ("kind", Kind), ("task", Task), ("queue", Queue), ("tag", Tag), ("outcome", Outcome), ("origin", Origin), ("sort", Sort),
    ];

    public string Path => "/periodic" + QueryText.Of([.. Fields, ("after", After)]);

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
