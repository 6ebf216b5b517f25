using Downbeat.Hosting.InMemory;

namespace Downbeat.Retention.InMemory;

/// <summary>One kind of rows of a memory.</summary>
/// <param name="database">The memory.</param>
/// <param name="role">Which part of Downbeat they belong to.</param>
/// <param name="kind">What they are called.</param>
/// <param name="find">Finds those that may be deleted at an instant, oldest first.</param>
/// <param name="delete">Deletes one.</param>
/// <param name="stateOf">Reads the state of one; null when they have none.</param>
internal sealed class MemoryTarget<T>(
    MemoryDatabase database,
    RetentionRole role,
    string kind,
    Func<DateTimeOffset, IEnumerable<T>> find,
    Action<T> delete,
    Func<T, string>? stateOf = null) : IRetentionTarget
{
    public string Kind => kind;

    public RetentionRole Role => role;

    public ValueTask<RetentionCount> CountAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => Count(find(now))));
    }

    public ValueTask<RetentionCount> DeleteBatchAsync(DateTimeOffset now, int max, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() =>
        {
            List<T> batch = find(now).Take(max).ToList();
            RetentionCount count = Count(batch);
            batch.ForEach(delete);
            return count;
        }));
    }

    private RetentionCount Count(IEnumerable<T> rows)
    {
        return stateOf is null
            ? RetentionCount.Of(rows.LongCount())
            : rows.CountBy(stateOf, StringComparer.Ordinal).ToDictionary(one => one.Key, one => (long)one.Value, StringComparer.Ordinal) is { Count: > 0 } states
                ? new RetentionCount(states.Values.Sum(), states)
                : RetentionCount.None;
    }
}
