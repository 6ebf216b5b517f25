using System.Runtime.CompilerServices;
using System.Text.Json.Nodes;
using Downbeat.AspNetCore.Access;
using Downbeat.AspNetCore.Mounting;
using Downbeat.Paging;
using Downbeat.ResultBackends;

namespace Downbeat.AspNetCore.Operations.Results;

/// <summary>What people do with results.</summary>
internal sealed class ResultOperations(IResultBackend backend, ITaskClient client, AuditTrail audit)
{
    /// <summary>A search looks at so many results at the most before it comes back.</summary>
    public const int MostLooked = 5_000;

    /// <summary>The most that are retried at once.</summary>
    public const int MostRetried = 10_000;

    private const int MostForgotten = 1_000;
    private static readonly ParallelOptions AtOnce = new() { MaxDegreeOfParallelism = 16 };

    /// <summary>Whether results can be listed at all.</summary>
    public bool IsShared => backend.Capabilities.IsShared;

    /// <summary>Lists results, newest first. Its cost does not grow with their number.</summary>
    public async Task<FoundResults> ListAsync(ResultFilter filter, CancellationToken cancellationToken)
    {
        TaskResultQuery query = filter.Indexed;
        var found = new List<TaskResult>();
        int looked = 0;
        string? after = filter.Page.After;
        do
        {
            // Never more than still fit, so that the next part begins right where this one ends.
            var part = new PageRequest { Take = filter.Page.Take - found.Count, After = after };
            Page<TaskResult> page = await backend.QueryAsync(query with { Page = part }, cancellationToken).ConfigureAwait(false);
            found.AddRange(page.Items.Where(filter.Matches));
            looked += page.Items.Count;
            after = page.Next;
        }
        while (after is not null && found.Count < filter.Page.Take && looked < MostLooked);

        return new FoundResults(found, after, looked);
    }

    /// <summary>All results that match, newest first, as they are read; for exports.</summary>
    public async IAsyncEnumerable<TaskResult> AllAsync(ResultFilter filter, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        TaskResultQuery query = filter.Indexed;
        string? after = filter.Page.After;
        do
        {
            Page<TaskResult> page = await backend.QueryAsync(
                query with { Page = new PageRequest { Take = PageRequest.MaxTake, After = after } }, cancellationToken).ConfigureAwait(false);
            foreach (TaskResult result in page.Items.Where(filter.Matches))
            {
                yield return result;
            }

            after = page.Next;
        }
        while (after is not null);
    }

    public async Task<TaskResult> GetAsync(string id, CancellationToken cancellationToken)
    {
        return await FindAsync(id, cancellationToken).ConfigureAwait(false) ?? throw new NotFoundException("result of task", id);
    }

    public async Task<TaskResult?> FindAsync(string id, CancellationToken cancellationToken)
    {
        return id.Length is > 0 and <= 200 ? await backend.GetAsync(id, cancellationToken).ConfigureAwait(false) : null;
    }

    /// <summary>Sends a task again, with the same arguments or with others, under an id of its own. The result that is there stays.</summary>
    /// <returns>The new task's id.</returns>
    public async Task<string> RetryAsync(
        Actor actor, string id, JsonArray? args, JsonObject? kwargs, string? queue, CancellationToken cancellationToken)
    {
        TaskResult result = await GetAsync(id, cancellationToken).ConfigureAwait(false);
        if (result.Name is not { } name)
        {
            throw new InvalidValueException(
                "id", id, "a result that holds the task's name and arguments; Celery's workers store them with result_extended = True");
        }

        JsonArray sentArgs = (JsonArray)Masking.Restore(args, ResultDocument.Args(result))! ?? ResultDocument.Args(result);
        JsonObject sentKwargs = (JsonObject)Masking.Restore(kwargs, ResultDocument.Kwargs(result))! ?? ResultDocument.Kwargs(result);
        Signature signature = Signature.Create(name, [.. sentArgs], sentKwargs.ToDictionary(one => one.Key, object? (one) => one.Value, StringComparer.Ordinal))
            with { Options = new SendOptions { Queue = queue ?? result.Queue } };
        AsyncResult sent = await client.SendAsync(signature, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(
            actor, "task retried", Subjects.Result(id), name, before: null, new JsonObject { ["task_id"] = sent.Id, ["args"] = sentArgs, ["kwargs"] = sentKwargs })
            .ConfigureAwait(false);
        return sent.Id;
    }

    /// <summary>Sends all that match again, the newest first.</summary>
    /// <returns>How many were sent, and how many could not be: their results hold no name, or the broker is away.</returns>
    public async Task<(int Sent, int Refused)> RetryAllAsync(Actor actor, ResultFilter filter, int most, CancellationToken cancellationToken)
    {
        if (most is < 1 or > MostRetried)
        {
            throw new InvalidValueException("most", most, $"1 to {MostRetried}");
        }

        // Who is meant is settled first: what is sent again may fail again and match too.
        var ids = new List<string>();
        await foreach (TaskResult result in AllAsync(filter, cancellationToken).ConfigureAwait(false))
        {
            ids.Add(result.Id);
            if (ids.Count == most)
            {
                break;
            }
        }

        int sent = 0;
        int refused = 0;
        await Parallel.ForEachAsync(ids, AtOnce, async (id, _) =>
        {
            try
            {
                await RetryAsync(actor, id, args: null, kwargs: null, queue: null, CancellationToken.None).ConfigureAwait(false);
                Interlocked.Increment(ref sent);
            }
            catch (DownbeatException)
            {
                Interlocked.Increment(ref refused);
            }
        }).ConfigureAwait(false);
        return (sent, refused);
    }

    /// <summary>Revokes a task: it will not run, or, if it runs, its token is cancelled.</summary>
    public async Task RevokeAsync(Actor actor, string id, string? reason, bool terminate, CancellationToken cancellationToken)
    {
        AsyncResult task = client.GetResult(id);
        string why = string.IsNullOrWhiteSpace(reason) ? $"revoked by {actor.Name}" : reason.Trim();
        await task.RevokeAsync(why, terminate, cancellationToken).ConfigureAwait(false);
        await audit.WriteAsync(
            actor, "task revoked", Subjects.Result(id), id, before: null, new JsonObject { ["reason"] = why, ["terminate"] = terminate }).ConfigureAwait(false);
    }

    /// <summary>Deletes results.</summary>
    public async Task ForgetAsync(Actor actor, IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count is 0 or > MostForgotten)
        {
            throw new InvalidValueException("ids", ids.Count, $"1 to {MostForgotten} ids");
        }

        await backend.ForgetAsync(ids, cancellationToken).ConfigureAwait(false);
        foreach (string id in ids)
        {
            await audit.WriteAsync(actor, "result forgotten", Subjects.Result(id), id).ConfigureAwait(false);
        }
    }
}
