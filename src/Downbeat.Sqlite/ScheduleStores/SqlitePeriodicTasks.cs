using Downbeat.Paging;
using Downbeat.ScheduleStores;
using Downbeat.Sqlite.Connections;

namespace Downbeat.Sqlite.ScheduleStores;

internal sealed class SqlitePeriodicTasks(SqliteDatabase database) : IPeriodicTaskStore
{
    private const string NameIsTaken = "SELECT 1 FROM downbeat_periodic_task WHERE name = ? AND id <> ?";
    private const string SelectRevision = "SELECT revision FROM downbeat_periodic_task WHERE id = ?";
    private const string DeleteOne = "DELETE FROM downbeat_periodic_task WHERE id = ?";
    private const string SelectById = $"{PeriodicTaskRows.Select} WHERE id = ?";
    private const string SelectByName = $"{PeriodicTaskRows.Select} WHERE name = ?";

    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        return WriteAsync(
            session =>
            {
                if (session.Get(NameIsTaken).Add(row.Name).Add(row.Id).Scalar() is not null)
                {
                    return false;
                }

                PeriodicTaskRows.BindAdvanced(PeriodicTaskRows.BindSaid(session.Get(PeriodicTaskRows.Insert).Add(row.Id), row), row).Run();
                return true;
            },
            cancellationToken);
    }

    public ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken)
    {
        PeriodicTaskRow row = edit.Row;
        return WriteAsync(
            session =>
            {
                long? revision = session.Get(SelectRevision).Add(row.Id).Scalar();
                if (revision != edit.ExpectedRevision)
                {
                    return revision is null ? EditOutcome.Gone : EditOutcome.Conflict;
                }

                if (session.Get(NameIsTaken).Add(row.Name).Add(row.Id).Scalar() is not null)
                {
                    return EditOutcome.NameTaken;
                }

                PeriodicTaskRow written = edit.IsReplanned ? row : KeepEnd(session, row);
                PeriodicTaskRows.BindSaid(session.Get(PeriodicTaskRows.Update), written).Add(row.Id).Add(edit.ExpectedRevision).Run();
                if (edit.IsReplanned)
                {
                    session.Get(PeriodicTaskRows.Replan)
                        .Add(row.Anchor).Add(row.Watermark).Add(row.NextNominal).Add(row.NextRun).Add(row.LastRun).Add(row.TotalRuns).Add(row.Id).Run();
                }

                return EditOutcome.Done;
            },
            cancellationToken);
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return WriteAsync(session => session.Get(DeleteOne).Add(id).Run() == 1, cancellationToken);
    }

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get(SelectById).Add(id))));
    }

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return new(database.Read(session => One(session.Get(SelectByName).Add(name))));
    }

    public ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        return new(database.Read(session =>
        {
            var items = new List<PeriodicTaskRow>();
            string? next = null;
            using Statement select = PeriodicTaskSearch.Prepare(session, query);
            while (select.Step())
            {
                if (items.Count == query.Page.Take)
                {
                    next = query.Order == PeriodicTaskOrder.NextRun ? PeriodicTaskQuery.AfterNextRun(items[^1]) : items[^1].Name;
                    break;
                }

                items.Add(PeriodicTaskRows.Read(select));
            }

            return new Page<PeriodicTaskRow>(items, next);
        }));
    }

    // Beat disables what has ended without raising the revision. An edit made on what was read before must not begin it anew.
    private static PeriodicTaskRow KeepEnd(SqliteSession session, PeriodicTaskRow row)
    {
        Statement select = session.Get(PeriodicTaskRows.SelectEnd).Add(row.Id);
        bool hasEnded = select.Step() && row.Enabled && !select.Bool(0);
        PeriodicTaskRow kept = hasEnded ? row with { Enabled = false, DisabledReason = select.TextOrNull(1) } : row;
        select.Reset();
        return kept;
    }

    private static PeriodicTaskRow? One(Statement select)
    {
        PeriodicTaskRow? row = select.Step() ? PeriodicTaskRows.Read(select) : null;
        select.Reset();
        return row;
    }

    private ValueTask<T> WriteAsync<T>(Func<SqliteSession, T> work, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            transaction =>
            {
                transaction.Session.Touched |= Topics.Schedule;
                return work(transaction.Session);
            },
            Durability.Power,
            cancellationToken);
    }
}
