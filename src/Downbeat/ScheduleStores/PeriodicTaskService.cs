using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.Tasks;

namespace Downbeat.ScheduleStores;

/// <summary>Operators' and applications' way to periodic tasks: rules and planning above, rows below.</summary>
internal sealed class PeriodicTaskService(
    IScheduleStore store, IResultBackend backend, TaskRegistry tasks, ManualFires manualFires, TimeProvider time) : IPeriodicTasks
{
    private const int Attempts = 20;

    public async Task<PeriodicTaskEntry> AddAsync(PeriodicTask task, PeriodicTaskAuthor? author, CancellationToken cancellationToken)
    {
        CheckOverlap(task);
        PeriodicTaskRow row = PeriodicTaskPlanner.Create(task, Guid.NewGuid(), author ?? PeriodicTaskAuthor.Api, time.GetUtcNow());
        return await store.Tasks.AddAsync(row, cancellationToken).ConfigureAwait(false)
            ? PeriodicTaskEntry.Of(row)
            : throw NameTaken(task.Name);
    }

    public Task<PeriodicTaskEntry> UpdateAsync(
        string name,
        Func<PeriodicTask, PeriodicTask> change,
        PeriodicTaskAuthor? author,
        long? expectedRevision,
        CancellationToken cancellationToken)
    {
        return EditAsync(name, expectedRevision, Make, cancellationToken);

        PeriodicTaskEdit Make(PeriodicTaskRow row)
        {
            PeriodicTask task = change(PeriodicTaskCodec.Read(row));
            CheckOverlap(task);
            return PeriodicTaskPlanner.Edit(row, task, author ?? PeriodicTaskAuthor.Api, time.GetUtcNow());
        }
    }

    public Task<PeriodicTaskEntry> ReplaceAsync(
        string name, PeriodicTask task, PeriodicTaskAuthor? author, long? expectedRevision, CancellationToken cancellationToken)
    {
        CheckOverlap(task);
        return EditAsync(
            name,
            expectedRevision,
            row => PeriodicTaskPlanner.Edit(row, task, author ?? PeriodicTaskAuthor.Api, time.GetUtcNow()),
            cancellationToken);
    }

    public Task<PeriodicTaskEntry> DisableAsync(string name, string? reason, PeriodicTaskAuthor? author, CancellationToken cancellationToken)
    {
        return EditAsync(
            name,
            expectedRevision: null,
            row => PeriodicTaskPlanner.Disable(row, author ?? PeriodicTaskAuthor.Api, time.GetUtcNow(), reason),
            cancellationToken);
    }

    public async Task DeleteAsync(string name, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        if (!await store.Tasks.DeleteAsync(row.Id, cancellationToken).ConfigureAwait(false))
        {
            throw NotThere(name);
        }
    }

    public async Task<PeriodicTaskEntry?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return await store.Tasks.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } row ? PeriodicTaskEntry.Of(row) : null;
    }

    public async Task<Page<PeriodicTaskEntry>> ListAsync(PeriodicTaskQuery? query, CancellationToken cancellationToken)
    {
        Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(query ?? new PeriodicTaskQuery(), cancellationToken).ConfigureAwait(false);
        return new Page<PeriodicTaskEntry>([.. page.Items.Select(PeriodicTaskEntry.Of)], page.Next);
    }

    public async Task<AsyncResult> RunNowAsync(string name, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = await GetAsync(name, cancellationToken).ConfigureAwait(false);
        return await manualFires.FireAsync(row, cancellationToken).ConfigureAwait(false);
    }

    private async Task<PeriodicTaskEntry> EditAsync(
        string name, long? expectedRevision, Func<PeriodicTaskRow, PeriodicTaskEdit> make, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            PeriodicTaskRow row = await GetAsync(name, cancellationToken).ConfigureAwait(false);
            if (expectedRevision is { } expected && expected != row.Revision)
            {
                throw new ConflictException($"periodic task '{name}'", expected);
            }

            PeriodicTaskEdit edit = make(row);
            switch (await store.Tasks.UpdateAsync(edit, cancellationToken).ConfigureAwait(false))
            {
                case EditOutcome.Done:
                    return PeriodicTaskEntry.Of(edit.Row);
                case EditOutcome.NameTaken:
                    throw NameTaken(edit.Row.Name);
                case EditOutcome.Gone:
                    throw NotThere(name);
                case EditOutcome.Conflict:
                    break;
            }
        }

        throw new ConflictException($"periodic task '{name}'", expectedRevision ?? 0);
    }

    private async Task<PeriodicTaskRow> GetAsync(string name, CancellationToken cancellationToken)
    {
        return await store.Tasks.FindAsync(name, cancellationToken).ConfigureAwait(false) ?? throw NotThere(name);
    }

    private void CheckOverlap(PeriodicTask task)
    {
        bool isIgnored = tasks.TryGet(task.Task, out TaskDefinition? definition) && definition.Options.IgnoreResult;
        PeriodicTaskRules.CheckOverlap(task, isIgnored, backend.Capabilities.IsShared);
    }

    private static NotFoundException NotThere(string name) => new("periodic task", name);

    private static InvalidValueException NameTaken(string name) => new("name", name, "a name that no other periodic task has");
}
