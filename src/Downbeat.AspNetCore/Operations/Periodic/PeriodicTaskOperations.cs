using System.Text.Json.Nodes;
using Downbeat.Accounts;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.ScheduleStores;
using Downbeat.Tasks;

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>What people do with periodic tasks. Every change is written down; what was masked and comes back unchanged stays what it was.</summary>
internal sealed class PeriodicTaskOperations(
    IScheduleStore store, IResultBackend backend, TaskRegistry tasks, ManualFires fires, AuditTrail audit, TimeProvider time)
{
    private const string What = "periodic task";
    private const int Attempts = 20;
    private const int MostLooked = 5_000;

    public async Task<Page<PeriodicTaskEntry>> ListAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(query, cancellationToken).ConfigureAwait(false);
        return new Page<PeriodicTaskEntry>([.. page.Items.Select(PeriodicTaskEntry.Of)], page.Next);
    }

    /// <summary>How many there are, counted no further than a limit.</summary>
    public async Task<LimitedCount> CountAsync(PeriodicTaskQuery query, int limit, CancellationToken cancellationToken)
    {
        int count = 0;
        string? after = null;
        do
        {
            var part = new PageRequest { Take = Math.Min(PageRequest.MaxTake, limit - count), After = after };
            Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(query with { Page = part }, cancellationToken).ConfigureAwait(false);
            count += page.Items.Count;
            after = page.Next;
        }
        while (after is not null && count < limit);

        return new LimitedCount(count, HasMore: after is not null);
    }

    public async Task<PeriodicTaskEntry> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return PeriodicTaskEntry.Of(await GetRowAsync(id, cancellationToken).ConfigureAwait(false));
    }

    public async Task<PeriodicTaskEntry?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return await store.Tasks.FindAsync(name, cancellationToken).ConfigureAwait(false) is { } row ? PeriodicTaskEntry.Of(row) : null;
    }

    public async Task<PeriodicTaskEntry> AddAsync(Actor actor, PeriodicTask task, CancellationToken cancellationToken)
    {
        PeriodicTask whole = Unmasked(task, before: null);
        CheckOverlap(whole);
        PeriodicTaskRow row = PeriodicTaskPlanner.Create(whole, Guid.NewGuid(), actor.Author, time.GetUtcNow());
        if (!await store.Tasks.AddAsync(row, cancellationToken).ConfigureAwait(false))
        {
            throw NameTaken(task.Name);
        }

        await audit.WriteAsync(actor, "periodic task added", Subjects.PeriodicTask(row.Id), row.Name, before: null, PeriodicTaskDocument.Said(row))
            .ConfigureAwait(false);
        return PeriodicTaskEntry.Of(row);
    }

    /// <summary>Adds a copy, disabled, so that it fires only when somebody has looked at it.</summary>
    public async Task<PeriodicTaskEntry> DuplicateAsync(Actor actor, Guid id, string name, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = await GetRowAsync(id, cancellationToken).ConfigureAwait(false);
        return await AddAsync(actor, PeriodicTaskCodec.Read(row) with { Name = name, Enabled = false }, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Replaces a periodic task, whether its row parses or not.</summary>
    /// <exception cref="ConflictException">The revision has passed.</exception>
    public Task<PeriodicTaskEntry> ReplaceAsync(
        Actor actor, Guid id, PeriodicTask task, long? expectedRevision, CancellationToken cancellationToken)
    {
        return ChangeAsync(actor, id, _ => task, "periodic task changed", expectedRevision, cancellationToken);
    }

    /// <summary>Changes a periodic task. The change is made again on a newer version, unless a revision is demanded.</summary>
    public Task<PeriodicTaskEntry> ChangeAsync(
        Actor actor,
        Guid id,
        Func<PeriodicTaskRow, PeriodicTask> change,
        string action,
        long? expectedRevision,
        CancellationToken cancellationToken)
    {
        return EditAsync(actor, id, Make, action, expectedRevision, cancellationToken);

        PeriodicTaskEdit Make(PeriodicTaskRow row)
        {
            PeriodicTask task = Unmasked(change(row), row);
            CheckOverlap(task);
            return PeriodicTaskPlanner.Edit(row, task, actor.Author, time.GetUtcNow());
        }
    }

    public Task<PeriodicTaskEntry> EnableAsync(Actor actor, Guid id, long? expectedRevision, CancellationToken cancellationToken)
    {
        return ChangeAsync(
            actor, id, row => PeriodicTaskCodec.Read(row) with { Enabled = true }, "periodic task enabled", expectedRevision, cancellationToken);
    }

    /// <summary>Disables, that is pauses, a periodic task; the reason is shown with it.</summary>
    public Task<PeriodicTaskEntry> DisableAsync(Actor actor, Guid id, string? reason, long? expectedRevision, CancellationToken cancellationToken)
    {
        string? why = string.IsNullOrWhiteSpace(reason) ? null : Shorten(reason.Trim());
        return EditAsync(
            actor, id, row => PeriodicTaskPlanner.Disable(row, actor.Author, time.GetUtcNow(), why), "periodic task disabled", expectedRevision, cancellationToken);
    }

    public async Task DeleteAsync(Actor actor, Guid id, long? expectedRevision, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = await GetRowAsync(id, cancellationToken).ConfigureAwait(false);
        CheckRevision(row, expectedRevision);
        if (!await store.Tasks.DeleteAsync(id, cancellationToken).ConfigureAwait(false))
        {
            throw NotThere(id);
        }

        await audit.WriteAsync(actor, "periodic task deleted", Subjects.PeriodicTask(id), row.Name, PeriodicTaskDocument.Said(row)).ConfigureAwait(false);
    }

    /// <summary>Sends a periodic task's message now, with all its options; with other arguments, where they are given.</summary>
    public async Task<AsyncResult> RunNowAsync(Actor actor, Guid id, JsonArray? args, JsonObject? kwargs, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = await GetRowAsync(id, cancellationToken).ConfigureAwait(false);
        PeriodicTaskRow sent = row with
        {
            Args = args is null ? row.Args : Masking.Restore(args, Node(row.Args))!.ToJsonString(),
            Kwargs = kwargs is null ? row.Kwargs : Masking.Restore(kwargs, Node(row.Kwargs))!.ToJsonString(),
        };
        AsyncResult result = await fires.FireAsync(sent, cancellationToken).ConfigureAwait(false);
        var after = new JsonObject { ["task_id"] = result.Id };
        if (args is not null || kwargs is not null)
        {
            after["args"] = Node(sent.Args);
            after["kwargs"] = Node(sent.Kwargs);
        }

        await audit.WriteAsync(actor, "periodic task run", Subjects.PeriodicTask(id), row.Name, before: null, after).ConfigureAwait(false);
        return result;
    }

    /// <summary>
    /// What was fired, newest first; of all periodic tasks when no id is given. With an outcome it looks at so many fires at the most: it can come back
    /// with few or none although more follow.
    /// </summary>
    public async Task<Page<Fire>> HistoryAsync(Guid? id, FireOutcome? outcome, PageRequest page, CancellationToken cancellationToken)
    {
        if (outcome is null or FireOutcome.Pending)
        {
            return await store.Fires.QueryAsync(new FireQuery { PeriodicTaskId = id, Outcome = outcome, Page = page }, cancellationToken).ConfigureAwait(false);
        }

        var found = new List<Fire>();
        int looked = 0;
        string? after = page.After;
        do
        {
            var part = new PageRequest { Take = page.Take - found.Count, After = after };
            Page<Fire> some = await store.Fires.QueryAsync(new FireQuery { PeriodicTaskId = id, Page = part }, cancellationToken).ConfigureAwait(false);
            found.AddRange(some.Items.Where(fire => fire.Outcome == outcome));
            looked += some.Items.Count;
            after = some.Next;
        }
        while (after is not null && found.Count < page.Take && looked < MostLooked);

        return new Page<Fire>(found, after);
    }

    /// <summary>Who changed it, newest first.</summary>
    public Task<Page<AuditEntry>> ChangesAsync(Guid id, PageRequest page, CancellationToken cancellationToken)
    {
        return audit.QueryAsync(new AuditQuery { Subject = Subjects.PeriodicTask(id), Page = page }, cancellationToken);
    }

    private async Task<PeriodicTaskEntry> EditAsync(
        Actor actor, Guid id, Func<PeriodicTaskRow, PeriodicTaskEdit> make, string action, long? expectedRevision, CancellationToken cancellationToken)
    {
        for (int attempt = 0; attempt < Attempts; attempt++)
        {
            PeriodicTaskRow row = await GetRowAsync(id, cancellationToken).ConfigureAwait(false);
            CheckRevision(row, expectedRevision);
            PeriodicTaskEdit edit = make(row);
            switch (await store.Tasks.UpdateAsync(edit, cancellationToken).ConfigureAwait(false))
            {
                case EditOutcome.Done:
                    await audit.WriteAsync(
                        actor, action, Subjects.PeriodicTask(id), edit.Row.Name, PeriodicTaskDocument.Said(row), PeriodicTaskDocument.Said(edit.Row))
                        .ConfigureAwait(false);
                    return await GetAsync(id, cancellationToken).ConfigureAwait(false);
                case EditOutcome.NameTaken:
                    throw NameTaken(edit.Row.Name);
                case EditOutcome.Gone:
                    throw NotThere(id);
                case EditOutcome.Conflict:
                    break;
            }
        }

        throw new ConflictException($"{What} '{id}'", expectedRevision ?? 0);
    }

    private async Task<PeriodicTaskRow> GetRowAsync(Guid id, CancellationToken cancellationToken)
    {
        return await store.Tasks.GetAsync(id, cancellationToken).ConfigureAwait(false) ?? throw NotThere(id);
    }

    private void CheckOverlap(PeriodicTask task)
    {
        bool isIgnored = tasks.TryGet(task.Task, out TaskDefinition? definition) && definition.Options.IgnoreResult;
        PeriodicTaskRules.CheckOverlap(task, isIgnored, backend.Capabilities.IsShared);
    }

    private static PeriodicTask Unmasked(PeriodicTask task, PeriodicTaskRow? before) => task with
    {
        Args = (JsonArray)Masking.Restore(task.Args, Node(before?.Args))!,
        Kwargs = (JsonObject)Masking.Restore(task.Kwargs, Node(before?.Kwargs))!,
        Headers = (JsonObject)Masking.Restore(task.Headers, Node(before?.Headers))!,
    };

    private static JsonNode? Node(string? text) => text is null ? null : PeriodicTaskDocument.Parse(text);

    private static void CheckRevision(PeriodicTaskRow row, long? expectedRevision)
    {
        if (expectedRevision is { } expected && expected != row.Revision)
        {
            throw new ConflictException($"{What} '{row.Name}'", expected);
        }
    }

    private static string Shorten(string reason) => reason.Length <= 1000 ? reason : throw new InvalidValueException("reason", reason, "at most 1000 characters");

    private static NotFoundException NotThere(Guid id) => new(What, id.ToString());

    private static InvalidValueException NameTaken(string name) => new("name", name, "a name that no other periodic task has");
}
