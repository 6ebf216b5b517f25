using Downbeat.ScheduleStores;

namespace Downbeat.Admin.Tests.Support;

/// <summary>Every page of the site, with something in it.</summary>
internal static class PageList
{
    public static string[] Of(PeriodicTaskEntry task, string resultId) =>
    [
        "/", "/periodic", "/periodic?sort=next", "/periodic?q=nothing+like+this", "/periodic/add", $"/periodic/{task.Id}", $"/periodic/{task.Id}/change", $"/periodic/{task.Id}/run",
        $"/periodic/{task.Id}/pause", $"/periodic/{task.Id}/delete", $"/periodic/add?from={task.Id}", "/results", "/results?state=FAILURE", $"/results/view?id={resultId}",
        $"/results/retry?id={resultId}", "/results/view?id=unknown", "/queues", "/queues/purge?queue=mail", "/dead-letters", "/workers", "/cleanup", "/people", "/people/add", "/me", "/audit",
    ];
}
