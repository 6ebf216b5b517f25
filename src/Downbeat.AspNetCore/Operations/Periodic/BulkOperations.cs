using System.Collections.Concurrent;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Paging;
using Downbeat.ScheduleStores;

namespace Downbeat.AspNetCore.Operations.Periodic;

/// <summary>Does something with many periodic tasks. What one of them refuses does not stop the others.</summary>
internal sealed class BulkOperations(PeriodicTaskOperations periodic, IScheduleStore store)
{
    /// <summary>The most that can be dealt with at once.</summary>
    public const int Most = 100_000;

    private const int MostFailures = 100;
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 16 };

    public async Task<BulkReport> RunAsync(Actor actor, BulkRequest request, CancellationToken cancellationToken)
    {
        Check(request);
        List<(Guid Id, string Name)> found = await FindAsync(request, cancellationToken).ConfigureAwait(false);
        if (request.Expected is { } expected && expected != found.Count)
        {
            throw new InvalidValueException("expected", expected, $"{found.Count}, as many as there are now; look at them again");
        }

        int done = 0;
        var failures = new ConcurrentQueue<BulkFailure>();

        // Several at once share the commits of the store. Once it has begun it goes on, whether anybody still waits for the answer or not.
        await Parallel.ForEachAsync(found, AtOnce, async (one, _) =>
        {
            try
            {
                await DoAsync(actor, one.Id, request, CancellationToken.None).ConfigureAwait(false);
                Interlocked.Increment(ref done);
            }
            catch (DownbeatException exception)
            {
                failures.Enqueue(new BulkFailure(one.Id, one.Name, Masking.Text(exception.Message)));
            }
        }).ConfigureAwait(false);
        return new BulkReport(found.Count, done, [.. failures.Take(MostFailures)]);
    }

    private static void Check(BulkRequest request)
    {
        bool needsValue = request.Action is BulkAction.AddTag or BulkAction.RemoveTag;
        if (needsValue && string.IsNullOrWhiteSpace(request.Value))
        {
            throw new InvalidValueException("value", request.Value, "a tag");
        }
    }

    // Who is meant is settled before anything is done: what is done may change who matches.
    private async Task<List<(Guid Id, string Name)>> FindAsync(BulkRequest request, CancellationToken cancellationToken)
    {
        if (request.Ids is { } ids)
        {
            return ids.Count <= Most
                ? [.. ids.Distinct().Select(id => (id, id.ToString()))]
                : throw new InvalidValueException("ids", ids.Count, $"at most {Most}");
        }

        var found = new List<(Guid Id, string Name)>();
        string? after = null;
        do
        {
            PeriodicTaskQuery part = request.Query with { Page = new PageRequest { Take = PageRequest.MaxTake, After = after } };
            Page<PeriodicTaskRow> page = await store.Tasks.QueryAsync(part, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Select(row => (row.Id, row.Name)));
            after = page.Next;
        }
        while (after is not null && found.Count <= Most);

        return found.Count <= Most ? found : throw new InvalidValueException("query", found.Count, $"one that at most {Most} match");
    }

    private Task DoAsync(Actor actor, Guid id, BulkRequest request, CancellationToken cancellationToken) => request.Action switch
    {
        BulkAction.Enable => periodic.EnableAsync(actor, id, expectedRevision: null, cancellationToken),
        BulkAction.Disable => periodic.DisableAsync(actor, id, request.Value, expectedRevision: null, cancellationToken),
        BulkAction.Run => periodic.RunNowAsync(actor, id, args: null, kwargs: null, cancellationToken),
        BulkAction.Delete => periodic.DeleteAsync(actor, id, expectedRevision: null, cancellationToken),
        BulkAction.AddTag => ChangeAsync(actor, id, task => task with { Tags = [.. task.Tags.Where(tag => tag != request.Value), request.Value!] }, cancellationToken),
        BulkAction.RemoveTag => ChangeAsync(actor, id, task => task with { Tags = [.. task.Tags.Where(tag => tag != request.Value)] }, cancellationToken),
        BulkAction.SetQueue => ChangeAsync(actor, id, task => task with { Queue = string.IsNullOrWhiteSpace(request.Value) ? null : request.Value }, cancellationToken),
        _ => throw new InvalidValueException("action", request.Action, string.Join(", ", Enum.GetNames<BulkAction>())),
    };

    private Task<PeriodicTaskEntry> ChangeAsync(Actor actor, Guid id, Func<PeriodicTask, PeriodicTask> change, CancellationToken cancellationToken)
    {
        return periodic.ChangeAsync(
            actor, id, row => change(PeriodicTaskCodec.Read(row)), "periodic task changed", expectedRevision: null, cancellationToken);
    }
}
