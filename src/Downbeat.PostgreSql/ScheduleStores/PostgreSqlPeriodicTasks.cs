using Downbeat.Paging;
using Downbeat.PostgreSql.Connections;
using Downbeat.ScheduleStores;
using Npgsql;

namespace Downbeat.PostgreSql.ScheduleStores;

internal sealed class PostgreSqlPeriodicTasks(PostgreSqlDatabase database, Pulse pulse) : IPeriodicTaskStore
{
    private const string SelectToEdit =
        """
        SELECT revision, enabled, disabled_reason, EXISTS (SELECT FROM downbeat.periodic_task o WHERE o.name = $2 AND o.id <> $1)
        FROM downbeat.periodic_task WHERE id = $1 FOR UPDATE
        """;

    private const string DeleteOne = "DELETE FROM downbeat.periodic_task WHERE id = $1 RETURNING 1";
    private const string SelectById = $"{PeriodicTaskRows.Select} WHERE id = $1";
    private const string SelectByName = $"{PeriodicTaskRows.Select} WHERE name = $1";

    private const string Narrowed =
        """
        ($1::text IS NULL OR task = $1) AND ($2::text IS NULL OR application = $2)
            AND ($3::text IS NULL OR downbeat.has_tag(tags, $3))
            AND ($4::text IS NULL OR position(lower($4) IN lower(name || E'\n' || task || E'\n' || description)) > 0)
            AND ($5::boolean IS NULL OR enabled = $5) AND ($6::boolean IS NULL OR (error IS NOT NULL) = $6)
            AND ($7::text IS NULL OR starts_with(schedule, $7)) AND ($8::text IS NULL OR queue = $8)
            AND ($9::text IS NULL OR origin = $9) AND ($10::text IS NULL OR last_outcome = $10)
        """;

    private const string QueryByName =
        $"{PeriodicTaskRows.Select} WHERE ($12::text IS NULL OR name > $12) AND {Narrowed} ORDER BY name LIMIT $11";

    private const string QueryByNextRun =
        $"""
        {PeriodicTaskRows.Select} WHERE enabled AND error IS NULL AND next_run_at IS NOT NULL AND {Narrowed} ORDER BY next_run_at, id LIMIT $11
        """;

    private const string QueryByNextRunAfter =
        $"""
        {PeriodicTaskRows.Select}
        WHERE enabled AND error IS NULL AND (next_run_at, id) > ($12, $13) AND {Narrowed} ORDER BY next_run_at, id LIMIT $11
        """;

    public ValueTask<bool> AddAsync(PeriodicTaskRow row, CancellationToken cancellationToken)
    {
        pulse.Forget();
        return database.WriteAsync(
            new Write(Topics.Schedule, IsRepeatable: false),
            static async rows => await rows.CountAsync().ConfigureAwait(false) > 0,
            cancellationToken,
            database.Command(PeriodicTaskRows.Insert).Add(row.Id).AddSaid(row).AddAdvanced(row));
    }

    public async ValueTask<EditOutcome> UpdateAsync(PeriodicTaskEdit edit, CancellationToken cancellationToken)
    {
        pulse.Forget();
        try
        {
            return await database.TransactAsync(transaction => UpdateAsync(transaction, edit), Durability.Server, cancellationToken, mustKnowFate: true)
                .ConfigureAwait(false);
        }
        catch (PostgreSqlFailureException exception) when (exception.State == PostgresErrorCodes.UniqueViolation)
        {
            // Somebody else took the name between the look and the write.
            return EditOutcome.NameTaken;
        }
    }

    public ValueTask<bool> DeleteAsync(Guid id, CancellationToken cancellationToken)
    {
        return database.WriteAsync(
            new Write(Topics.Schedule, IsRepeatable: false),
            static async rows => await rows.CountAsync().ConfigureAwait(false) > 0,
            cancellationToken,
            database.Command(DeleteOne).Add(id));
    }

    public ValueTask<PeriodicTaskRow?> GetAsync(Guid id, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(PeriodicTaskRows.Read), cancellationToken, database.Command(SelectById).Add(id));
    }

    public ValueTask<PeriodicTaskRow?> FindAsync(string name, CancellationToken cancellationToken)
    {
        return database.ReadAsync(static rows => rows.FirstAsync(PeriodicTaskRows.Read), cancellationToken, database.Command(SelectByName).Add(name));
    }

    public async ValueTask<Page<PeriodicTaskRow>> QueryAsync(PeriodicTaskQuery query, CancellationToken cancellationToken)
    {
        Command command = Prepare(query);
        List<PeriodicTaskRow> items = await database.ReadAsync(
            static rows => rows.AllAsync(PeriodicTaskRows.Read), cancellationToken, command).ConfigureAwait(false);
        bool hasMore = items.Count > query.Page.Take;
        return new Page<PeriodicTaskRow>([.. items.Take(query.Page.Take)], hasMore ? Next(items[query.Page.Take - 1]) : null);

        string Next(PeriodicTaskRow last) => query.Order == PeriodicTaskOrder.NextRun ? PeriodicTaskQuery.AfterNextRun(last) : last.Name;
    }

    private Command Prepare(PeriodicTaskQuery query)
    {
        if (query.Order != PeriodicTaskOrder.NextRun)
        {
            return Narrow(QueryByName, query).Add(query.Page.After);
        }

        return query.ReadAfterNextRun() is { } after
            ? Narrow(QueryByNextRunAfter, query).Add(after.NextRun).Add(after.Id)
            : Narrow(QueryByNextRun, query);
    }

    private Command Narrow(string sql, PeriodicTaskQuery query)
    {
        return database.Command(sql)
            .Add(query.Task).Add(query.Application).Add(query.Tag).Add(query.Search).Add(query.Enabled).Add(query.Quarantined)
            .Add(query.SchedulePrefix).Add(query.Queue).Add(query.Origin).Add(query.Outcome).Add(query.Page.Take + 1);
    }

    private async ValueTask<EditOutcome> UpdateAsync(PostgreSqlTransaction transaction, PeriodicTaskEdit edit)
    {
        PeriodicTaskRow row = edit.Row;
        Current? current = await transaction.QueryAsync(
            static rows => rows.FirstAsync(Read), database.Command(SelectToEdit).Add(row.Id).Add(row.Name)).ConfigureAwait(false);
        if (current is null || current.Revision != edit.ExpectedRevision)
        {
            return current is null ? EditOutcome.Gone : EditOutcome.Conflict;
        }

        if (current.IsNameTaken)
        {
            return EditOutcome.NameTaken;
        }

        transaction.Touched |= Topics.Schedule;

        // Beat disables what has ended without raising the revision. An edit made on what was read before must not begin it anew.
        PeriodicTaskRow written = !edit.IsReplanned && row.Enabled && !current.Enabled
            ? row with { Enabled = false, DisabledReason = current.DisabledReason }
            : row;
        transaction.Defer(database.Command(PeriodicTaskRows.Update).Add(row.Id).AddSaid(written));
        if (edit.IsReplanned)
        {
            transaction.Defer(database.Command(PeriodicTaskRows.Replan)
                .Add(row.Id).Add(row.Anchor).Add(row.Watermark).Add(row.NextNominal).Add(row.NextRun).Add(row.LastRun).Add(row.TotalRuns));
        }

        return EditOutcome.Done;
    }

    private static Current Read(NpgsqlDataReader row) => new(row.Long(0), row.Bool(1), row.TextOrNull(2), row.Bool(3));

    private sealed record Current(long Revision, bool Enabled, string? DisabledReason, bool IsNameTaken);
}
