using System.Data.Common;
using System.Globalization;
using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Downbeat.ResultBackends;

namespace Downbeat.PostgreSql.ResultBackends;

/// <summary>A result backend in a database.</summary>
internal sealed class PostgreSqlResultBackend(PostgreSqlDatabase database) : ITransactionalResultBackend
{
    private readonly ResultWaiters _waiters = new(database);

    public ResultBackendCapabilities Capabilities { get; } = new()
    {
        Technology = PostgreSqlUrl.Scheme,
        Database = database.Identity,
    };

    public async ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken)
    {
        if (results.Count > 0)
        {
            await database.WriteAsync(
                new Write(Topics.Results),
                static _ => new ValueTask<bool>(true),
                cancellationToken,
                [.. ResultRows.Commands(database, results)]).ConfigureAwait(false);
        }
    }

    public ValueTask StoreAsync(IReadOnlyList<TaskResult> results, DbTransaction transaction, CancellationToken cancellationToken)
    {
        return results.Count == 0
            ? ValueTask.CompletedTask
            : database.WriteWithinAsync(transaction, Topics.Results, () => ResultRows.Commands(database, results), cancellationToken);
    }

    public async ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken)
    {
        return await database.ReadAsync(
            static rows => rows.FirstAsync(ResultRows.ReadOne), cancellationToken, database.Command(ResultRows.SelectOne).Add(id)).ConfigureAwait(false);
    }

    public async ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken)
    {
        while (true)
        {
            // The waiter stands before the look, so that a result stored in between is not missed.
            using ResultWaiters.Waiter waiter = _waiters.Add(id);
            if (await GetAsync(id, cancellationToken).ConfigureAwait(false) is { State.IsFinished: true } result)
            {
                return result;
            }

            await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        if (ids.Count == 0)
        {
            return [];
        }

        List<TaskStateInfo> states = await database.ReadAsync(
            static rows => rows.AllAsync(ResultRows.ReadState), cancellationToken, database.Command(ResultRows.SelectStates).AddAll(ids)).ConfigureAwait(false);
        var byId = states.ToDictionary(state => state.Id, StringComparer.Ordinal);
        return [.. ids.Where(byId.ContainsKey).Select(id => byId[id])];
    }

    public async ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken)
    {
        Command command = database.Command(
            ResultRows.SelectMany + (query.Name is null ? "" : " AND name = $3") + (query.State is null ? "" : query.Name is null ? " AND state = $3" : " AND state = $4")
            + (query.State?.Name is "FAILURE" or "RETRY" or "REVOKED" ? ResultRows.IsFailed : "") + " ORDER BY seq DESC LIMIT $2").Add(query.Page.ReadAfterNumber() ?? long.MaxValue).Add(query.Page.Take + 1);
        _ = query.Name is null ? command : command.Add(query.Name);
        _ = query.State is null ? command : command.Add(query.State.Value.Name);
        List<(TaskResult Result, long Sequence)> items = await database.ReadAsync(
            static rows => rows.AllAsync(static row => (ResultRows.ReadOne(row), row.Long(ResultRows.Sequence))), cancellationToken, command).ConfigureAwait(false);
        string? next = items.Count > query.Page.Take ? items[query.Page.Take - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<TaskResult>([.. items.Take(query.Page.Take).Select(item => item.Result)], next);
    }

    public async ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            new Write(Topics.None), static _ => new ValueTask<bool>(true), cancellationToken, database.Command(ResultRows.Delete).AddAll(ids)).ConfigureAwait(false);
    }

    public ValueTask CheckAsync(CancellationToken cancellationToken) => database.CheckAsync(cancellationToken);
}
