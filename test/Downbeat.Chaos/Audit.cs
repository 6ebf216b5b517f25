using Downbeat.Brokers;
using Downbeat.ScheduleStores;

namespace Downbeat.Chaos;

/// <summary>Compares what was sent and fired with what ran and what came out.</summary>
internal sealed class Audit
{
    private readonly List<LedgerLine> _ledger;
    private readonly ILookup<string, LedgerLine> _runs;
    private readonly Dictionary<string, TaskResult> _results;
    private readonly List<Fire> _fires;
    private readonly List<FireAudit> _periodic;
    private readonly IReadOnlyList<QueueInfo> _queues;
    private readonly IReadOnlyList<string> _files;

    private Audit(
        List<LedgerLine> ledger,
        List<TaskResult> results,
        List<Fire> fires,
        IEnumerable<PeriodicTaskEntry> periodic,
        IReadOnlyList<QueueInfo> queues,
        IReadOnlyList<string> files)
    {
        _ledger = ledger;
        _runs = ledger.Where(line => line.What == "run").ToLookup(line => line.TaskId, StringComparer.Ordinal);
        results.Select(result => result.Id).ShouldBeUnique();
        _results = results.ToDictionary(result => result.Id, StringComparer.Ordinal);
        _fires = fires;
        _periodic = [.. periodic.Where(task => task.Row.Origin != PeriodicTaskAuthor.BuiltInOrigin).Select(task => new FireAudit(task, fires))];
        _queues = queues;
        _files = files;
    }

    public static async Task<Audit> ReadAsync(Site site)
    {
        await using var eye = new Eye(site);
        return new Audit(
            LedgerLine.ReadAll(site.Folder),
            await eye.ResultsAsync(),
            await eye.FiresAsync(),
            await eye.PeriodicAsync(),
            await eye.QueuesAsync(),
            await eye.CheckFilesAsync());
    }

    public void Check()
    {
        _files.ShouldAllBe(answer => answer == "ok");
        _queues.ShouldAllBe(queue => queue.Ready == 0 && queue.Delayed == 0 && queue.Unacknowledged == 0 && queue.DeadLetters == 0);
        _results.Values.ShouldAllBe(result => result.State.IsFinished);
        CheckSent();
        CheckFired();
        _periodic.ForEach(static task => task.Check());
    }

    public override string ToString()
    {
        int runs = _ledger.Count(line => line.What == "run");
        int again = _runs.Sum(run => run.Count() - run.Select(line => line.Attempt).Distinct().Count());
        return $"{_ledger.Count(line => line.What == "sent")} tasks sent, {_periodic.Sum(task => task.Occurrences)} occurrences, {_fires.Count} fires "
            + $"({_fires.Count(fire => fire.Outcome == FireOutcome.Published)} published, {_fires.Count(fire => fire.Kind == FireKind.CatchUp)} catching up, "
            + $"{_fires.Where(fire => fire.Outcome == FireOutcome.Skipped).Sum(fire => fire.Count)} occurrences skipped), {_results.Count} results, "
            + $"{runs} runs, {again} of them again";
    }

    private void CheckSent()
    {
        var sending = _ledger.Where(line => line.What == "sending").ToDictionary(line => line.TaskId, StringComparer.Ordinal);
        foreach (LedgerLine sent in _ledger.Where(line => line.What == "sent"))
        {
            _results.ShouldContainKey(sent.TaskId, $"{sent.Task} was sent and has a result");
        }

        // What a killed client was about to send exists or not; if it does it is like any other.
        HashSet<string> fired = [.. _fires.Select(fire => fire.TaskId)];
        foreach (TaskResult result in _results.Values.Where(result => !fired.Contains(result.Id)))
        {
            LedgerLine order = sending.GetValueOrDefault(result.Id).ShouldNotBeNull($"{result.Name} {result.Id} was sent by somebody");
            result.State.ShouldBe(order.Task == "chaos.doomed" ? TaskState.Failure : TaskState.Success, $"{order}: {result.Exception?.Message}");
            result.Retries.ShouldBe(order.Attempt - 1, order.ToString());
            _runs[result.Id].Select(run => run.Attempt).Distinct().Order().ShouldBe(Enumerable.Range(1, order.Attempt), order.ToString());
        }

        _runs.Select(run => run.Key).Where(id => !_results.ContainsKey(id)).ShouldBeEmpty("what ran has a result");
    }

    private void CheckFired()
    {
        foreach (Fire fire in _fires)
        {
            if (fire.Outcome == FireOutcome.Published)
            {
                _results.GetValueOrDefault(fire.TaskId).ShouldNotBeNull($"{fire} has a result").State.ShouldBe(TaskState.Success, fire.ToString());
                _runs[fire.TaskId].Any().ShouldBe(fire.Task.StartsWith("chaos.", StringComparison.Ordinal), $"{fire} ran");
            }
            else if (fire.Reason?.Contains("may have sent it before", StringComparison.Ordinal) != true)
            {
                _results.ShouldNotContainKey(fire.TaskId, $"{fire} was not sent");
            }
        }
    }
}
