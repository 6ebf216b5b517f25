using Downbeat.Brokers;
using Downbeat.Tasks;

namespace Downbeat.Admin.Pages;

/// <summary>The names of tasks and queues to choose from: what workers have announced, and what this application knows itself.</summary>
internal sealed class KnownNames(IBroker broker, TaskRegistry registry)
{
    private const int Most = 1000;

    public async Task<(IReadOnlyList<string> Tasks, IReadOnlyList<string> Queues)> FindAsync(CancellationToken cancellationToken)
    {
        IEnumerable<string> tasks = registry.All.Select(task => task.Name);
        IEnumerable<string> queues = [];
        try
        {
            IReadOnlyList<WorkerInfo> workers = await broker.Workers.ListAsync(cancellationToken).ConfigureAwait(false);
            tasks = tasks.Concat(workers.SelectMany(worker => worker.Report.Tasks));
            queues = workers.SelectMany(worker => worker.Queues);
        }
        catch (UnavailableException)
        {
            // A form can be filled in without; the broker's own page says that it is away.
        }

        return (Sort(tasks), Sort(queues));
    }

    private static string[] Sort(IEnumerable<string> names) => [.. names.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).Take(Most)];
}
