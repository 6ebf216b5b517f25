using System.Data.Common;
using System.Globalization;
using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.ResultBackends.InMemory;

/// <summary>A result backend in the memory of the process.</summary>
internal sealed class MemoryResultBackend(MemoryDatabase database) : ITransactionalResultBackend
{
    public ResultBackendCapabilities Capabilities { get; } = new()
    {
        Technology = MemoryDatabases.Scheme,
        Database = database.Identity,
    };

    public ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Write(transaction => Store(results, transaction));
        return ValueTask.CompletedTask;
    }

    public ValueTask StoreAsync(IReadOnlyList<TaskResult> results, DbTransaction transaction, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        Store(results, MemoryTransaction.Of(transaction, database));
        return ValueTask.CompletedTask;
    }

    public ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(Find(id));
    }

    public async ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The version is read before the look, so that a result stored in between is not missed.
            long seen = database.Results.Version;
            if (Find(id) is { State.IsFinished: true } result)
            {
                return result;
            }

            await database.Results.WaitAsync(seen, cancellationToken).ConfigureAwait(false);
        }
    }

    public ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read<IReadOnlyList<TaskStateInfo>>(() =>
        [
            .. ids.Select(database.ResultRows.Find).OfType<MemoryResult>()
                .Select(row => new TaskStateInfo(row.Result.Id, row.Result.State, row.Result.StartedAt, row.Result.DoneAt)),
        ]));
    }

    public ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long before = query.Page.ReadAfterNumber() ?? long.MaxValue;
        List<(long Sequence, TaskResult Result)> found = database.Read(() => database.ResultRows.NewestFirst
            .SkipWhile(row => row.Sequence >= before)
            .Where(row => (query.Name is null || row.Result.Name == query.Name) && (query.State is null || row.Result.State == query.State))
            .Take(query.Page.Take + 1)
            .Select(row => (row.Sequence, row.Result))
            .ToList());
        bool hasMore = found.Count > query.Page.Take;
        return new(new Page<TaskResult>(
            [.. found.Take(query.Page.Take).Select(row => row.Result)],
            hasMore ? found[query.Page.Take - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null));
    }

    public ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        database.Read(() =>
        {
            foreach (MemoryResult row in ids.Select(database.ResultRows.Find).OfType<MemoryResult>())
            {
                database.ResultRows.Delete(row);
            }

            return true;
        });
        return ValueTask.CompletedTask;
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return ValueTask.CompletedTask;
    }

    private TaskResult? Find(string id) => database.Read(() => database.ResultRows.Find(id)?.Result);

    // The worker may use its buffers again as soon as this returns.
    private bool Store(IReadOnlyList<TaskResult> results, MemoryTransaction transaction)
    {
        foreach (TaskResult result in results)
        {
            TaskResult own = result with { Value = result.Value.ToArray(), Args = result.Args.ToArray(), Kwargs = result.Kwargs.ToArray() };
            transaction.Add(database.Results, () => database.ResultRows.Store(own, database.Now));
        }

        return true;
    }
}
