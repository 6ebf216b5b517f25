using System.Globalization;
using Downbeat.Hosting.InMemory;
using Downbeat.Paging;

namespace Downbeat.Brokers.InMemory;

internal sealed class MemoryDeadLetters(MemoryDatabase database) : IDeadLetters
{
    public ValueTask<Page<DeadLetter>> ListAsync(DeadLetterSelection selection, PageRequest page, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        long before = page.ReadAfterNumber() ?? long.MaxValue;
        List<DeadLetter> found = database.Read(() => Find(selection)
            .Where(letter => letter.Id < before).OrderByDescending(letter => letter.Id).Take(page.Take + 1).ToList());
        return new(found.Count <= page.Take
            ? new Page<DeadLetter>(found, null)
            : new Page<DeadLetter>(found[..page.Take], found[page.Take - 1].Id.ToString(CultureInfo.InvariantCulture)));
    }

    public ValueTask<long> RequeueAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Change(database.Messages, () => ForEach(selection, database.MessageRows.Revive)));
    }

    public ValueTask<long> PurgeAsync(DeadLetterSelection selection, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new(database.Read(() => ForEach(selection, database.MessageRows.Forget)));
    }

    private long ForEach(DeadLetterSelection selection, Action<DeadLetter> handle)
    {
        List<DeadLetter> letters = Find(selection).ToList();
        letters.ForEach(handle);
        return letters.Count;
    }

    private IEnumerable<DeadLetter> Find(DeadLetterSelection selection)
    {
        return database.MessageRows.DeadLetters.Values.Where(letter =>
            (selection.Queue is null || letter.Queue == selection.Queue)
            && (selection.Task is null || letter.Message.Headers.Task == selection.Task)
            && (selection.TaskIds is null || selection.TaskIds.Contains(letter.Message.Headers.Id, StringComparer.Ordinal)));
    }
}
