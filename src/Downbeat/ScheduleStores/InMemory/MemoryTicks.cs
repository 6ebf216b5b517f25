using Downbeat.Hosting.InMemory;

namespace Downbeat.ScheduleStores.InMemory;

internal sealed class MemoryTicks(MemoryDatabase database) : ITicks
{
    public ValueTask<TickReport> TickAsync(TickRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        lock (database.Gate)
        {
            DateTimeOffset now = database.Now;
            using var transaction = new MemoryTransaction(database);
            TickReport report = new MemoryTick(database, transaction, request, now).Run();
            transaction.Commit();
            return new(report with { NextRun = database.TaskRows.NextRun(now) });
        }
    }

    public ValueTask<IReadOnlyList<string>> FindBusyAsync(DateTimeOffset dueBefore, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read<IReadOnlyList<string>>(() =>
        [
            .. database.TaskRows.Due
                .TakeWhile(row => row.NextRun <= dueBefore)
                .Where(row => row is { BusyUntil: not null, LastTaskId: not null })
                .Take(max)
                .Select(row => row.LastTaskId!),
        ]));
    }

    public ValueTask<long> ReplanAsync(
        string timeZoneVersion, Func<PeriodicTaskRow, DateTimeOffset, TickDecision> replan, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Write(transaction =>
        {
            string? stored = database.TaskRows.TimeZoneVersion;
            if (stored is not null && string.CompareOrdinal(stored, timeZoneVersion) >= 0)
            {
                return 0L;
            }

            DateTimeOffset now = database.Now;
            PeriodicTaskRow[] rows = stored is null ? [] : [.. database.TaskRows.Due.Where(row => row.NextRun > now)];
            foreach (PeriodicTaskRow row in rows)
            {
                PeriodicTaskRow advanced = MemoryTick.Advance(row, replan(row, now));
                transaction.Add(database.Schedule, () => database.TaskRows.Put(advanced));
            }

            transaction.Add(database.Schedule, () => database.TaskRows.TimeZoneVersion = timeZoneVersion);
            return rows.LongLength;
        }));
    }
}
