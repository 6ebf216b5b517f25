using System.Data.Common;
using System.Globalization;
using Downbeat.Paging;
using Downbeat.ResultBackends;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ResultBackends;

/// <summary>A result backend in a file.</summary>
internal sealed class SqliteResultBackend(SqliteDatabase database) : ITransactionalResultBackend
{
    private readonly ResultWaiters _waiters = new(database);

    public ResultBackendCapabilities Capabilities { get; } = new()
    {
        Technology = SqliteUrl.Scheme,
        Database = database.Identity,
    };

    public async ValueTask StoreAsync(IReadOnlyList<TaskResult> results, CancellationToken cancellationToken)
    {
        await database.WriteAsync(transaction => Write(transaction.Session, results), Durability.Power, cancellationToken).ConfigureAwait(false);
    }

    public ValueTask StoreAsync(IReadOnlyList<TaskResult> results, DbTransaction transaction, CancellationToken cancellationToken)
    {
        database.WriteWithin(transaction, session => Write(session, results));
        return ValueTask.CompletedTask;
    }

    public ValueTask<TaskResult?> GetAsync(string id, CancellationToken cancellationToken) => new(Get(id));

    public ValueTask<TaskResult> WaitAsync(string id, CancellationToken cancellationToken)
    {
        return Get(id) is { State.IsFinished: true } finished ? new(finished) : WaitSlowlyAsync();

        async ValueTask<TaskResult> WaitSlowlyAsync()
        {
            while (true)
            {
                // The waiter stands before the look, so that a result stored in between is not missed.
                using ResultWaiters.Waiter waiter = _waiters.Add(id);
                if (Get(id) is { State.IsFinished: true } result)
                {
                    return result;
                }

                await waiter.Task.WaitAsync(cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public ValueTask<IReadOnlyList<TaskStateInfo>> GetStatesAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var states = new List<TaskStateInfo>(ids.Count);
            foreach (string id in ids)
            {
                Statement select = session.Get(ResultRows.SelectState).Add(id);
                if (select.Step())
                {
                    states.Add(ResultRows.ReadState(select));
                    select.Reset();
                }
            }

            return (IReadOnlyList<TaskStateInfo>)states;
        }));
    }

    public ValueTask<Page<TaskResult>> QueryAsync(TaskResultQuery query, CancellationToken cancellationToken)
    {
        long before = query.Page.ReadAfterNumber() ?? long.MaxValue;
        return new(database.Read(session =>
        {
            var items = new List<TaskResult>();
            string? next = null;
            long last = 0;
            using var select = new Statement(session.Handle, ResultRows.SelectMany
                + (query.Name is null ? "" : " AND name = ?") + (query.State is null ? "" : " AND state = ?")
                + (query.State?.Name is "FAILURE" or "RETRY" or "REVOKED" ? ResultRows.IsFailed : "") + " ORDER BY seq DESC LIMIT ?");
            select.Add(before);
            _ = query.Name is null ? select : select.Add(query.Name);
            _ = query.State is null ? select : select.Add(query.State.Value.Name);
            select.Add(query.Page.Take + 1);
            while (select.Step())
            {
                if (items.Count == query.Page.Take)
                {
                    next = last.ToString(CultureInfo.InvariantCulture);
                    break;
                }

                items.Add(ResultRows.Read(select));
                last = select.Long(22);
            }

            return new Page<TaskResult>(items, next);
        }));
    }

    public async ValueTask ForgetAsync(IReadOnlyList<string> ids, CancellationToken cancellationToken)
    {
        await database.WriteAsync(
            transaction =>
            {
                foreach (string id in ids)
                {
                    transaction.Session.Get(ResultRows.Delete).Add(id).Run();
                }

                return true;
            },
            Durability.Power,
            cancellationToken).ConfigureAwait(false);
    }

    public async ValueTask CheckAsync(CancellationToken cancellationToken)
    {
        await database.WriteAsync(static _ => true, Durability.Process, cancellationToken).ConfigureAwait(false);
    }

    private bool Write(SqliteSession session, IReadOnlyList<TaskResult> results)
    {
        DateTimeOffset now = database.Now;
        foreach (TaskResult result in results)
        {
            ResultRows.Write(session, result, now);
        }

        return true;
    }

    private TaskResult? Get(string id)
    {
        return database.Read(session =>
        {
            Statement select = session.Get(ResultRows.SelectOne).Add(id);
            TaskResult? result = select.Step() ? ResultRows.Read(select) : null;
            select.Reset();
            return result;
        });
    }
}
