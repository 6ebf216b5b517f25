using Downbeat.Admin.Site;
using Downbeat.AspNetCore.Operations.Results;
using Downbeat.Paging;
using Microsoft.AspNetCore.Http;

namespace Downbeat.Admin.Pages.Results;

/// <summary>What the list of results shows, as it stands in the address.</summary>
internal sealed record ResultQuery
{
    private const int PageSize = 50;
    private static readonly string[] Ranges = ["15m", "1h", "24h", "7d"];

    public string? Id { get; init; }

    public string? State { get; init; }

    public string? Task { get; init; }

    public string? Worker { get; init; }

    public string? Queue { get; init; }

    public string? Periodic { get; init; }

    public string? Exception { get; init; }

    public string? Within { get; init; }

    public string? After { get; init; }

    public bool IsNarrowed => (State ?? Task ?? Worker ?? Queue ?? Periodic ?? Exception ?? Within) is not null;

    public bool HasMore => (Worker ?? Queue ?? Periodic ?? Exception) is not null;

    public (string Name, string? Value)[] Fields =>
    [
        ("state", State), ("task", Task), ("worker", Worker), ("queue", Queue), ("periodic", Periodic), ("exception", Exception), ("within", Within),
    ];

    public string Path => "/results" + QueryText.Of([.. Fields, ("after", After)]);

    public static ResultQuery Of(Func<string, string?> read) => new()
    {
        Id = Text(read("id")),
        State = TaskState.All.Select(state => state.Name).FirstOrDefault(name => name == read("state")),
        Task = Text(read("task")),
        Worker = Text(read("worker")),
        Queue = Text(read("queue")),
        Periodic = Text(read("periodic")),
        Exception = Text(read("exception")),
        Within = Ranges.FirstOrDefault(range => range == read("within")),
        After = Text(read("after")),
    };

    public static ResultQuery Of(IQueryCollection query) => Of(name => query[name]);

    public ResultFilter ToFilter(DateTimeOffset now) => new()
    {
        State = State is null ? null : TaskState.Parse(State),
        Task = Task,
        Worker = Worker,
        Queue = Queue,
        PeriodicTask = Periodic,
        Exception = Exception,
        Since = Within is null ? null : now - Durations.Parse("within", Within),
        Page = new PageRequest { Take = PageSize, After = After },
    };

    private static string? Text(string? text) => string.IsNullOrWhiteSpace(text) ? null : text.Trim();
}
