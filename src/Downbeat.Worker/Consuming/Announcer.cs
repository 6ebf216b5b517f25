using Downbeat.ResultBackends;
using Downbeat.Worker.Execution;
using Microsoft.Extensions.Logging;

namespace Downbeat.Worker.Consuming;

/// <summary>Tells of runs that have not ended. What cannot be told now is told later, in its newest form; nothing waits for it.</summary>
internal sealed class Announcer(
    IResultBackend backend, Results results, MonotonicClock clock, TimeProvider time, Dice dice, ILogger logger)
{
    private readonly Availability _availability = new("telling of running tasks", new Backoff(dice), logger);

    public async ValueTask TellAsync(IReadOnlyList<Run> runs, CancellationToken cancellationToken)
    {
        DateTimeOffset now = time.GetUtcNow();
        var news = new TaskResult[runs.Count];
        for (int i = 0; i < news.Length; i++)
        {
            news[i] = results.Of(runs[i], runs[i].StartedAt is null ? TaskState.Received : TaskState.Started, Instants.Round(runs[i].ByBroker(now)));
        }

        try
        {
            await backend.StoreAsync(news, cancellationToken).ConfigureAwait(false);
            _availability.Succeeded();
        }
        catch (Exception exception)
        {
            long again = clock.Now + _availability.Failed(exception).Ticks;
            foreach (Run run in runs)
            {
                run.TellAgain(again);
            }
        }
    }
}
